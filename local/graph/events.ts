import { defined } from '../../lib/defined.ts'
import type { Instant } from '../../lib/session/session.ts'
import type { Attachment, Json, Message, Thread } from './types.ts'

// The events of https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events,
// each as the page of its webhook field shows it.

/** An event of a person: from the person to the page. */
const fromPerson = ({ psid, page }: Thread, timestamp: Instant, event: Json): Json => ({
  sender: { id: psid },
  recipient: { id: page.id },
  timestamp,
  ...event,
})

/** `messages`. */
export const messageEvent = (thread: Thread, message: Message): Json =>
  fromPerson(thread, message.at, {
    message: defined({
      mid: message.mid,
      text: message.text,
      quick_reply: message.quickReplyPayload === undefined ? undefined : { payload: message.quickReplyPayload },
      attachments: message.attachments,
      reply_to: replyTo(thread, message),
    }),
  })

/**
 * `messages`, of a message that the person unsent. Only the pages about Instagram describe it
 * (https://developers.facebook.com/docs/messenger-platform/instagram/features/webhook).
 */
export const deletionEvent = (thread: Thread, { mid }: Message, at: Instant): Json =>
  fromPerson(thread, at, { message: { mid, is_deleted: true } })

/** `message_echoes`. */
export const echoEvent = (thread: Thread, message: Message): Json => ({
  sender: { id: thread.page.id },
  recipient: { id: thread.psid },
  timestamp: message.at,
  message: defined({
    mid: message.mid,
    is_echo: true,
    app_id: message.appId === undefined ? undefined : Number(message.appId),
    metadata: message.metadata,
    text: message.text,
    attachments: message.attachments?.map(echoed),
    reply_to: replyTo(thread, message),
  }),
})

/** Echoes have ids of saved files as numbers, and of a file only its address. */
const echoed = ({ type, payload }: Attachment): Json => {
  if (type !== 'template') return { type, payload: { url: payload.url } }
  const { elements } = payload
  if (!Array.isArray(elements)) return { type, payload }
  return { type, payload: { ...payload, elements: elements.map(withNumber) } }
}

const withNumber = (element: Json): Json =>
  element.attachment_id === undefined ? element : { ...element, attachment_id: Number(element.attachment_id) }

const replyTo = ({ messages }: Thread, { replyTo: mid, from }: Message): Json | undefined =>
  mid === undefined ? undefined : { mid, is_self_reply: messages.find(message => message.mid === mid)?.from === from }

/** `messaging_postbacks`. */
export const postbackEvent = (thread: Thread, message: Message): Json =>
  fromPerson(thread, message.at, {
    postback: defined({ mid: message.mid, title: message.text, payload: message.postbackPayload }),
  })

/** `message_deliveries`. */
export const deliveryEvent = (thread: Thread, mids: readonly string[], watermark: Instant, at: Instant): Json =>
  fromPerson(thread, at, { delivery: { mids, watermark } })

/** `message_reads`. */
export const readEvent = (thread: Thread, watermark: Instant, at: Instant): Json =>
  fromPerson(thread, at, { read: { watermark } })

const REACTIONS: Readonly<Record<string, string>> = {
  '😆': 'smile',
  '😠': 'angry',
  '😢': 'sad',
  '😮': 'wow',
  '😍': 'love',
  '❤': 'love',
  '👍': 'like',
  '👎': 'dislike',
}

/** `message_reactions`. */
export const reactionEvent = (
  thread: Thread,
  mid: string,
  emoji: string,
  action: 'react' | 'unreact',
  at: Instant,
): Json =>
  fromPerson(thread, at, {
    reaction: { reaction: REACTIONS[emoji.replace('\ufe0f', '')] ?? 'other', emoji, action, mid },
  })

/** `message_edits`. */
export const editEvent = (thread: Thread, { mid, text, edits }: Message, at: Instant): Json =>
  fromPerson(thread, at, { message_edit: { mid, text, num_edit: edits } })

/** `messaging_referrals`. */
export const referralEvent = (thread: Thread, ref: string, at: Instant): Json =>
  fromPerson(thread, at, { referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } })

/** `messaging_optins`. */
export const optInEvent = (thread: Thread, optin: Json, at: Instant): Json => fromPerson(thread, at, { optin })

/** `messaging_handovers`, for the application that gets the conversation (`pass`) or loses it (`take`). */
export const handoverEvent = (
  thread: Thread,
  kind: 'pass_thread_control' | 'take_thread_control',
  {
    from,
    to,
    metadata,
  }: { readonly from: string | undefined; readonly to: string; readonly metadata?: string | undefined },
  at: Instant,
): Json =>
  fromPerson(thread, at, {
    [kind]: defined({ previous_owner_app_id: from ?? null, new_owner_app_id: to, metadata }),
  })

/** `messaging_handovers`, for the application that has the conversation. */
export const requestEvent = (thread: Thread, requestedBy: string, metadata: string | undefined, at: Instant): Json =>
  fromPerson(thread, at, {
    request_thread_control: defined({ requested_owner_app_id: Number(requestedBy), metadata }),
  })
