import type { Instant } from '../../lib/session/session.ts'

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>

/** An application at Meta. `callbackUrl` and `verifyToken` are the webhook settings of its dashboard. */
export interface App {
  readonly id: string
  readonly name: string
  readonly secret: string
  /** The setting "Require App Secret": calls need `appsecret_proof`. */
  readonly requiresProof: boolean
  callbackUrl?: string
  verifyToken?: string
}

/** A Facebook page. */
export interface Page {
  readonly id: string
  readonly name: string
  /** The webhook fields that each installed application subscribed to, by its id. */
  readonly installed: Map<string, ReadonlySet<string>>
  readonly personas: Map<string, Persona>
  /** The application that gets new conversations. Without one, every application may answer. */
  defaultAppId?: string
}

export interface Persona {
  readonly id: string
  readonly name: string
  readonly profile_picture_url: string
}

/** The facts about a person, as the User Profile API tells them. */
export interface Profile {
  readonly firstName: string
  readonly lastName: string
  readonly picture?: string
  /** For example `de_DE`. */
  readonly locale: string
  /** Hours from GMT. */
  readonly timezone: number
}

/** A person in the conversation with one page. */
export interface Thread {
  /** The page-scoped id of the person. */
  readonly psid: string
  readonly page: Page
  readonly profile: Profile
  /** The oldest first. Old ones are dropped. */
  readonly messages: Message[]
  /** The person's last act that opens the window for answers. */
  lastActAt?: Instant
  /** The application that controls the conversation. Undefined: nobody does, and all may answer. */
  ownerAppId?: string
  /** Whether the person's device is on: messages reach it. */
  isOnline: boolean
  hasBlocked: boolean
  hasProfile: boolean
  deliveredUpTo: Instant
  readUpTo: Instant
  /** When the page last marked the conversation as seen. */
  seenUpTo: Instant
  /** The page types until then, as itself or as a persona. */
  typingUntil: Instant
  typingAs?: Persona | undefined
}

/** A message of a conversation. */
export interface Message {
  readonly mid: string
  readonly at: Instant
  readonly from: 'person' | 'page'
  /** The application that sent it for the page. */
  readonly appId?: string
  text?: string
  readonly attachments?: readonly Attachment[]
  readonly quickReplies?: readonly Json[]
  /** The payload of the quick reply that the person tapped. */
  readonly quickReplyPayload?: string
  /** The payload of the button that the person pressed. Such a message has no event of its own. */
  readonly postbackPayload?: string
  readonly metadata?: string
  readonly persona?: Persona
  readonly replyTo?: string
  /** The emoji of the person, and the one of the page. */
  reaction?: string
  pageReaction?: string
  isDeleted?: true
  edits?: number
}

export interface Attachment {
  readonly type: string
  readonly payload: Json
}

/** The page's own inbox as an application: https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing. */
export const PAGE_INBOX = '263902037430900'

/** The webhook fields of pages that this double sends events of. */
export const FIELDS = [
  'messages',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_postbacks',
  'messaging_handovers',
  'messaging_referrals',
  'messaging_optins',
  'standby',
] as const
export type Field = (typeof FIELDS)[number]
