import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The production code that runs: the tree's own, or a copy with a planted fault. */
export interface Subject {
  readonly execute: typeof import('../../lib/conversations/execute.ts').execute
  readonly approve: typeof import('../../lib/conversations/approve.ts').approve
  readonly decide: typeof import('../../lib/session/decide.ts').decide
  readonly sessionId: typeof import('../../lib/session/session.ts').sessionId
  readonly defaultPolicy: typeof import('../../lib/session/policy.ts').defaultPolicy
  readonly readLog: typeof import('../../lib/conversations/read-log.ts').readLog
  readonly addWatcher: typeof import('../../lib/conversations/watching.ts').addWatcher
  readonly dropWatcher: typeof import('../../lib/conversations/watching.ts').dropWatcher
  readonly forgetSocket: typeof import('../../lib/conversations/presence.ts').forgetSocket
  readonly InterludeError: typeof import('../../lib/protocol/problem.ts').InterludeError
  readonly createDirectory: typeof import('../../lib/bots/directory.ts').createDirectory
  readonly converse: typeof import('../../lib/bots/converse.ts').converse
  readonly deliveryMode: typeof import('../../lib/channels/delivery-mode.ts').deliveryMode
  readonly postReplies: typeof import('../../lib/bots/replies.ts').postReplies
  readonly deliverPending: typeof import('../../lib/effects/deliver.ts').deliverPending
  readonly handBackToBot: typeof import('../../lib/effects/hand-back.ts').handBackToBot
  readonly alertAgents: typeof import('../../lib/effects/alert.ts').alertAgents
  readonly dispatch: typeof import('../../functions/dispatch/dispatch.ts').dispatch
  readonly show: typeof import('../../functions/dispatch/dispatch.ts').show
  readonly carryOut: typeof import('../../functions/dispatch/dispatch.ts').carryOut
  readonly runClock: typeof import('../../functions/clock/clock.ts').runClock
  readonly setupRoutes: typeof import('../../functions/setup/routes.ts').setupRoutes
  readonly conversationRoutes: typeof import('../../functions/pause/conversations.ts').conversationRoutes
  /** Handles a frame of a client: `hello`, `watch`, `ping`, `pause`, `message`… */
  readonly receiveFrame: typeof import('../../functions/agent-ws/receive.ts').receiveFrame
}

/** The file of each. */
const FILES: { readonly [Name in keyof Subject]: string } = {
  execute: 'lib/conversations/execute.ts',
  approve: 'lib/conversations/approve.ts',
  decide: 'lib/session/decide.ts',
  sessionId: 'lib/session/session.ts',
  defaultPolicy: 'lib/session/policy.ts',
  readLog: 'lib/conversations/read-log.ts',
  addWatcher: 'lib/conversations/watching.ts',
  dropWatcher: 'lib/conversations/watching.ts',
  forgetSocket: 'lib/conversations/presence.ts',
  InterludeError: 'lib/protocol/problem.ts',
  createDirectory: 'lib/bots/directory.ts',
  converse: 'lib/bots/converse.ts',
  deliveryMode: 'lib/channels/delivery-mode.ts',
  postReplies: 'lib/bots/replies.ts',
  deliverPending: 'lib/effects/deliver.ts',
  handBackToBot: 'lib/effects/hand-back.ts',
  alertAgents: 'lib/effects/alert.ts',
  dispatch: 'functions/dispatch/dispatch.ts',
  show: 'functions/dispatch/dispatch.ts',
  carryOut: 'functions/dispatch/dispatch.ts',
  runClock: 'functions/clock/clock.ts',
  setupRoutes: 'functions/setup/routes.ts',
  conversationRoutes: 'functions/pause/conversations.ts',
  receiveFrame: 'functions/agent-ws/receive.ts',
}

/**
 * Loads the production modules from `root`: the tree, or a copy. Call it where Node itself loads TypeScript (not in a
 * bundler's test worker), else the copy does not run.
 */
export async function loadSubject(root: string): Promise<Subject> {
  const loaded = await Promise.all(
    Object.entries(FILES).map(async ([name, file]) => {
      const module = (await import(`${pathToFileURL(join(root, file))}`)) as Record<string, unknown>
      if (module[name] === undefined) throw new Error(`${file} has no ${name} any more`)
      return [name, module[name]] as const
    }),
  )
  return Object.fromEntries(loaded) as unknown as Subject
}
