import type { App, Settings } from './app.ts'
import type { Authenticator } from './auth/authenticate.ts'
import { createDirectory, type Directory, type DirectoryOptions } from './bots/directory.ts'
import { noMetrics } from './conversations/counts.ts'
import { createNotifications } from './effects/notifications.ts'
import { createPausePaces } from './pace.ts'
import type { AgentIssuer, Asker, Notifier, SocketGateway } from './ports/outside.ts'
import type { Store } from './ports/store.ts'
import type { Clock, Log, Metrics } from './ports/system.ts'
import { defaultPolicy, type Policy } from './session/policy.ts'
import { randomIds, systemClock } from './system.ts'
import { createWebhookCaller } from './webhooks/caller.ts'
import type { Reach } from './webhooks/guard.ts'

/** What differs between Lambda and one machine. */
export interface Parts {
  readonly store: Store
  readonly sockets: SocketGateway
  readonly notifier: Notifier
  /** Makes the asker of bots that works apart from the request; `app` is there once everything is put together. */
  readonly asker: (app: () => App) => Asker
  readonly log: Log
  /** Nothing is counted without. */
  readonly metrics?: Metrics
  readonly settings: Settings
  readonly auth: (directory: Directory, clock: Clock) => Authenticator
  /** Told when an agent signs out everywhere. Nobody is, if left out: our own refusal of earlier tokens is enough. */
  readonly agentIssuer?: AgentIssuer
  readonly reach: Reach
  /** How bots and keys are remembered. */
  readonly directory: DirectoryOptions
  readonly policy?: Partial<Policy>
  readonly clock?: Clock
}

/** Puts an application together. */
export function compose(parts: Parts): App {
  const { store, sockets, notifier, log, metrics = noMetrics, settings, clock = systemClock } = parts
  const directory = createDirectory(store, clock, parts.directory)
  const app: App = {
    store,
    sockets,
    notifier,
    log,
    metrics,
    settings,
    clock,
    directory,
    ids: randomIds,
    pausePaces: createPausePaces(),
    notifications: createNotifications({ store, sockets, clock, log }),
    policy: { ...defaultPolicy, ...parts.policy },
    auth: parts.auth(directory, clock),
    agentIssuer: parts.agentIssuer ?? { signOut: async () => {} },
    webhooks: createWebhookCaller(parts.reach, log),
    asker: parts.asker(() => app),
  }
  return app
}
