import type { Authenticator } from './auth/authenticate.ts'
import type { Directory } from './bots/directory.ts'
import type { PlatformUrls } from './channels/channel.ts'
import type { ExecutePorts } from './conversations/execute.ts'
import type { Assigner } from './effects/assign.ts'
import type { Notifications } from './effects/notifications.ts'
import type { ReceiptKeeper } from './effects/receipts.ts'
import type { PausePaces } from './pace.ts'
import type { AgentIssuer, Asker, Notifier, PlatformCaller, WebhookCaller } from './ports/outside.ts'
import type { Store } from './ports/store.ts'
import type { AlertTopic } from './ports/subscriptions.ts'
import type { Ids } from './ports/system.ts'

/**
 * Everything that handlers need from outside. Lambda and the local runner compose one each and pass it to the handlers.
 */
export interface App extends ExecutePorts {
  readonly store: Store
  readonly directory: Directory
  readonly auth: Authenticator
  readonly agentIssuer: AgentIssuer
  readonly webhooks: WebhookCaller
  readonly platforms: PlatformCaller
  readonly asker: Asker
  readonly notifier: Notifier
  readonly alertTopic: AlertTopic
  readonly ids: Ids
  readonly settings: Settings
  readonly pausePaces: PausePaces
  readonly notifications: Notifications
  readonly assigner: Assigner
  readonly receipts: ReceiptKeeper
}

export interface Settings {
  /** URL of the console. Alerts link to a conversation there. */
  readonly consoleUrl: string
  /** True if alerts contain the user's last message. Off by default. */
  readonly alertsIncludeText: boolean
  readonly platformUrls: PlatformUrls
  /** Identifies this process in claims. */
  readonly processId: string
}
