import type { App, Settings } from './app.ts'
import type { Authenticator } from './auth/authenticate.ts'
import { createDirectory, type Directory, type DirectoryOptions } from './bots/directory.ts'
import { policiesOver } from './bots/policies.ts'
import { noMetrics } from './conversations/counts.ts'
import type { OneByOne } from './conversations/execute.ts'
import { defined } from './defined.ts'
import type { Assigner } from './effects/assign.ts'
import { createNotifications } from './effects/notifications.ts'
import { createReceipts, PUSH_EVERY_MS } from './effects/receipts.ts'
import { createPausePaces } from './pace.ts'
import type { AgentIssuer, Asker, Notifier, PlatformCaller, SocketGateway, WebhookCaller } from './ports/outside.ts'
import type { Store } from './ports/store.ts'
import type { AlertTopic } from './ports/subscriptions.ts'
import type { Clock, Log, Metrics } from './ports/system.ts'
import { defaultPolicy, type Policy } from './session/policy.ts'
import { randomIds, systemClock } from './system.ts'
import { type Reach, refusalOfUrl } from './webhooks/guard.ts'

/** The parts that differ between Lambda and the local runner. */
export interface Parts {
  readonly store: Store
  readonly sockets: SocketGateway
  readonly notifier: Notifier
  readonly alertTopic: AlertTopic
  /** Makes the asker, which calls bots outside the request. Call `app` only after composing. */
  readonly asker: (app: () => App) => Asker
  readonly log: Log
  /** Counts nothing if missing. */
  readonly metrics?: Metrics
  readonly settings: Settings
  readonly auth: (directory: Directory, clock: Clock) => Authenticator
  /** Called when an agent signs out everywhere. Optional: Interlude refuses the earlier tokens anyway. */
  readonly agentIssuer?: AgentIssuer
  readonly reach: Reach
  /** The options of the cache of bots and keys. */
  readonly directory: DirectoryOptions
  readonly policy?: Partial<Policy>
  readonly clock?: Clock
  readonly oneByOne?: OneByOne
}

/** Loads its code with the first call: most functions call no platform. */
const platforms: PlatformCaller = {
  call: async request => await (await import('./channels/platform-caller.ts')).platformCaller.call(request),
}

/** Loads the code that calls and signs with the first call: many requests call nobody. */
function webhooksOf(reach: Reach, log: Log): WebhookCaller {
  let made: Promise<WebhookCaller> | undefined
  return {
    refusal: url => refusalOfUrl(url, reach),
    async post(call) {
      made ??= import('./webhooks/caller.ts').then(({ createWebhookCaller }) => createWebhookCaller(reach, log))
      return await (await made).post(call)
    },
  }
}

/** Loads its code, and the domain with it, with the first call: a function that gives nobody a conversation has neither. */
function assignerOf(app: () => App): Assigner {
  let made: Promise<Assigner> | undefined
  return {
    async assign(botId) {
      made ??= import('./effects/assign.ts').then(({ createAssigner }) => createAssigner(app))
      await (await made).assign(botId)
    },
  }
}

/** Composes an application from its parts. */
export function compose(parts: Parts): App {
  const { store, sockets, notifier, alertTopic, log, metrics = noMetrics, settings, clock = systemClock } = parts
  const directory = createDirectory(store, clock, parts.directory)
  const app: App = {
    store,
    sockets,
    notifier,
    alertTopic,
    log,
    metrics,
    settings,
    clock,
    directory,
    ids: randomIds,
    pausePaces: createPausePaces(),
    notifications: createNotifications({ store, sockets, clock, log }),
    // A function on AWS stops between requests, and its timers with it.
    receipts: createReceipts({ store, sockets, clock, log }, parts.directory.alone ? PUSH_EVERY_MS : 0),
    ...defined({ oneByOne: parts.oneByOne }),
    policyOf: policiesOver({ ...defaultPolicy, ...parts.policy }, directory),
    auth: parts.auth(directory, clock),
    agentIssuer: parts.agentIssuer ?? { signOut: async () => {} },
    webhooks: webhooksOf(parts.reach, log),
    platforms,
    asker: parts.asker(() => app),
    assigner: assignerOf(() => app),
  }
  return app
}
