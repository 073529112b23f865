import * as z from 'zod'
import { Attributes } from './attributes.ts'
import { CommandId, Seq, Time } from './ids.ts'
import { menders } from './mend.ts'
import { contentMender } from './mend-content.ts'
import { textUpTo, yesOrNo } from './menders.ts'

export { MAX_ENTRY_BYTES } from './wire.ts'

/** The types of messages. All of them are gated while people hold the conversation. */
export const MessageType = z
  .enum(['text', 'quick_reply', 'postback', 'file', 'image', 'audio', 'video', 'location', 'custom'])
  .meta({ id: 'MessageType' })
export type MessageType = z.infer<typeof MessageType>

/** Signals of a channel beside messages: never gated, never logged. */
export const SignalType = z.enum(['typing', 'delivery', 'read']).meta({
  id: 'SignalType',
  description:
    'Signals beside messages. `delivery`, `read`: the user got or read everything up to the entry `payload.upTo`; without it, everything that has left.',
})
export type SignalType = z.infer<typeof SignalType>

const Payload = z.record(z.string(), z.unknown())

const content = {
  text: z.string().min(1).exactOptional(),
  payload: Payload.exactOptional(),
}

/** Says whether a message has a text or a payload. */
export const hasContent = (message: { text?: string; payload?: unknown }) =>
  message.text !== undefined || message.payload !== undefined

/** Says whether a message of type `text` has a text. */
export const textHasText = (message: { type: string; text?: string }) =>
  message.type !== 'text' || message.text !== undefined

export const NEEDS_CONTENT = { error: 'a message needs the field "text" or "payload"', path: ['text'] }
export const NEEDS_TEXT = { error: 'a message of type "text" needs the field "text"', path: ['text'] }

/** The content of a message. The type `text` needs `text`, every other type `text` or `payload`. */
export const Content = z
  .strictObject({ type: MessageType.default('text'), ...content })
  .refine(hasContent, NEEDS_CONTENT)
  .refine(textHasText, NEEDS_TEXT)
  .meta({ id: 'Content' })
  .register(menders, contentMender(MessageType.options))
export type Content = z.infer<typeof Content>

/** The condition of an agent's message that people hold the conversation and no other agent has it. */
export const IfHeld = z
  .boolean()
  .meta({
    description:
      'Sends the message only if people hold the conversation and no other agent has it. Otherwise answers `handoff.not_yours`.',
  })
  .register(menders, yesOrNo)

/** The reply of a supervised bot whose place an agent's message takes. */
export const InsteadOf = Seq.min(1).meta({
  description:
    "The user's message that a supervised bot's reply answers, or the reply's first entry: this message takes its place. Answers `review.closed` if another decision came first.",
})

/** A channel's facts about its user. Missing fields keep their values. */
export const UserProfile = z
  .strictObject({
    fullName: z.string().max(200).register(menders, textUpTo(200)).exactOptional(),
    avatarUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .exactOptional(),
    language: z.string().max(35).exactOptional(),
    attributes: Attributes.exactOptional(),
  })
  .meta({ id: 'UserProfile' })
export type UserProfile = z.infer<typeof UserProfile>

/** Mends a message or signal of a connector. */
export const inboundMender = contentMender([...MessageType.options, ...SignalType.options], SignalType.options)

/** A user's message, as a connector submits it. */
export const InboundMessage = z
  .strictObject({
    id: CommandId.exactOptional(),
    type: z.union([MessageType, SignalType]).default('text'),
    ...content,
    user: UserProfile.exactOptional(),
    at: Time.exactOptional(),
  })
  .refine(message => isSignal(message.type) || hasContent(message), NEEDS_CONTENT)
  .refine(textHasText, NEEDS_TEXT)
  .meta({ id: 'InboundMessage' })
  .register(menders, inboundMender)
export type InboundMessage = z.infer<typeof InboundMessage>

export function isSignal(type: MessageType | SignalType): type is SignalType {
  return SignalType.safeParse(type).success
}
