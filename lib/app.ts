import type { Authenticator } from './auth/authenticate.ts'
import type { Directory } from './bots/directory.ts'
import type { ExecutePorts } from './conversations/execute.ts'
import type { Notifications } from './effects/notifications.ts'
import type { PausePaces } from './pace.ts'
import type { AgentIssuer, Asker, Notifier, WebhookCaller } from './ports/outside.ts'
import type { Store } from './ports/store.ts'
import type { Ids } from './ports/system.ts'

/** Everything that a function needs from outside. Lambda and the local runner compose one each; handlers take it as an argument. */
export interface App extends ExecutePorts {
  readonly store: Store
  readonly directory: Directory
  readonly auth: Authenticator
  readonly agentIssuer: AgentIssuer
  readonly webhooks: WebhookCaller
  readonly asker: Asker
  readonly notifier: Notifier
  readonly ids: Ids
  readonly settings: Settings
  readonly pausePaces: PausePaces
  readonly notifications: Notifications
}

export interface Settings {
  /** Where agents work; alerts link to a conversation there. */
  readonly consoleUrl: string
  /** Whether alerts carry the user's words. Off unless the operator asks for it. */
  readonly alertsIncludeText: boolean
  /** Identifies this process where a claim must not be taken for another's. */
  readonly processId: string
}
