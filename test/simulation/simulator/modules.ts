import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const PARTS = {
  converse: 'lib/bots/converse.ts',
  deliveryMode: 'lib/channels/delivery-mode.ts',
  askTurn: 'lib/bots/ask-turn.ts',
  replies: 'lib/bots/replies.ts',
  directory: 'lib/bots/directory.ts',
  approve: 'lib/conversations/approve.ts',
  execute: 'lib/conversations/execute.ts',
  deadlines: 'lib/session/deadlines.ts',
  policies: 'lib/bots/policies.ts',
  policy: 'lib/session/policy.ts',
  recent: 'lib/session/recent.ts',
  session: 'lib/session/session.ts',
  entry: 'lib/protocol/entry.ts',
  problem: 'lib/protocol/problem.ts',
  sqlite: 'lib/sqlite/store.ts',
  dispatch: 'functions/dispatch/dispatch.ts',
  clock: 'functions/clock/clock.ts',
  socket: 'functions/agent-ws/socket.ts',
  setup: 'functions/setup/routes.ts',
  silence: 'lib/webhooks/silence.ts',
  feedLoop: 'local/feed-loop.ts',
} as const

/** The code under test: the project's own, or a copy with a planted fault. */
export interface Modules {
  readonly converse: typeof import('../../../lib/bots/converse.ts')
  readonly deliveryMode: typeof import('../../../lib/channels/delivery-mode.ts')
  readonly askTurn: typeof import('../../../lib/bots/ask-turn.ts')
  readonly replies: typeof import('../../../lib/bots/replies.ts')
  readonly directory: typeof import('../../../lib/bots/directory.ts')
  readonly approve: typeof import('../../../lib/conversations/approve.ts')
  readonly execute: typeof import('../../../lib/conversations/execute.ts')
  readonly deadlines: typeof import('../../../lib/session/deadlines.ts')
  readonly policies: typeof import('../../../lib/bots/policies.ts')
  readonly policy: typeof import('../../../lib/session/policy.ts')
  readonly recent: typeof import('../../../lib/session/recent.ts')
  readonly session: typeof import('../../../lib/session/session.ts')
  readonly entry: typeof import('../../../lib/protocol/entry.ts')
  readonly problem: typeof import('../../../lib/protocol/problem.ts')
  readonly sqlite: typeof import('../../../lib/sqlite/store.ts')
  readonly dispatch: typeof import('../../../functions/dispatch/dispatch.ts')
  readonly clock: typeof import('../../../functions/clock/clock.ts')
  readonly socket: typeof import('../../../functions/agent-ws/socket.ts')
  readonly setup: typeof import('../../../functions/setup/routes.ts')
  readonly silence: typeof import('../../../lib/webhooks/silence.ts')
  readonly feedLoop: typeof import('../../../local/feed-loop.ts')
}

/** Loads the code under test from a checkout or a copy. */
export async function loadModules(root: string): Promise<Modules> {
  const loaded = await Promise.all(
    Object.entries(PARTS).map(async ([name, file]) => [name, await import(pathToFileURL(join(root, file)).href)]),
  )
  return Object.fromEntries(loaded) as Modules
}
