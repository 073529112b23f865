import type { ChannelOf } from '../../protocol/channels.ts'
import { oneLine } from '../../protocol/line.ts'
import type { Shown } from '../../protocol/shown.ts'
import type { Delivery } from '../channel.ts'
import { LIMITS } from './limits.ts'
import { inFront, type Message, type Messages, messagesOf } from './messages.ts'

const NAME_CHARS = 100

/**
 * A message of a call. `speaker`: the name of the persona under which it goes out. `instead` is the message without a
 * persona: it tells the name in the text.
 */
export type Spoken = { readonly message: Message } & (
  | { readonly speaker?: never; readonly instead?: never }
  | { readonly speaker: string; readonly instead: Message }
)

/** Makes the messages of a content, and tells the agent who wrote it as the channel is configured. */
export function spokenBy(
  { by, continues }: Delivery['message'],
  shown: Shown,
  { agentName }: ChannelOf<'messenger'>,
): readonly [Spoken, ...Spoken[]] {
  const name = by.type === 'agent' ? by.name : undefined
  // A later piece of a long text continues what began with the name.
  const isFirst = continues === undefined
  const persona = agentName === 'persona' ? personaName(name) : undefined
  if (persona !== undefined) return underPersona(shown, persona, isFirst)
  const speaker = agentName === 'show' && isFirst ? oneLine(name ?? '', NAME_CHARS) || undefined : undefined
  const [first, ...rest] = messagesOf(shown, { speaker })
  return [{ message: first }, ...rest.map(message => ({ message }))]
}

/** Returns the name of an agent's persona. Undefined for a nameless agent. */
export function personaName(name: string | undefined): string | undefined {
  return oneLine(name ?? '', LIMITS.personaNameChars) || undefined
}

/**
 * A delivery may stop between two calls and go on in the other form, so both have the same words in the same calls: each
 * text leaves room for the name.
 */
function underPersona(shown: Shown, speaker: string, isFirst: boolean): readonly [Spoken, ...Spoken[]] {
  const messages = messagesOf(shown, { room: inFront(speaker).length })
  const named = isFirst ? messages.findIndex(message => withName(message, speaker) !== undefined) : -1
  const spoken = (message: Message, at: number): Spoken => ({
    message,
    speaker,
    instead: (at === named && withName(message, speaker)) || message,
  })
  const [first, ...rest] = messages
  return [spoken(first, 0), ...rest.map((message, at) => spoken(message, at + 1))]
}

/** Puts the name in front of a message's text. Undefined if it has none, or no room. */
function withName(message: Messages[number], speaker: string): Message | undefined {
  if ('text' in message) {
    const text = inFront(speaker) + message.text
    return text.length > LIMITS.textChars ? undefined : { ...message, text }
  }
  const { type, payload } = message.attachment
  if (type !== 'template' || payload.template_type !== 'button') return undefined
  const text = inFront(speaker) + payload.text
  if (text.length > LIMITS.buttonTextChars) return undefined
  return { ...message, attachment: { type, payload: { ...payload, text } } }
}
