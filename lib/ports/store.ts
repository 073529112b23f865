import type { AgentStore } from './agents.ts'
import type { AlertStore } from './alerts.ts'
import type { BotStore } from './bots.ts'
import type { ChannelStore } from './channels.ts'
import type { DeadEventStore } from './dead-events.ts'
import type { NotificationStore } from './notifications.ts'
import type { OwnReplyStore } from './own-replies.ts'
import type { ReadMarkStore } from './read-marks.ts'
import type { ReceiptStore } from './receipts.ts'
import type { SessionStore } from './sessions.ts'
import type { SignOutStore } from './sign-outs.ts'
import type { SocketStore } from './sockets.ts'
import type { SubscriptionStore } from './subscriptions.ts'

export type Store = SessionStore &
  BotStore &
  ChannelStore &
  SocketStore &
  AgentStore &
  AlertStore &
  ReadMarkStore &
  ReceiptStore &
  SignOutStore &
  NotificationStore &
  DeadEventStore &
  SubscriptionStore &
  OwnReplyStore
