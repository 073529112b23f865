import type { ChannelOf } from '../../protocol/channels.ts'
import { oneLine } from '../../protocol/line.ts'
import { plainText } from '../../protocol/plain-text.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import type { Call, Delivery, Rendering } from '../channel.ts'
import { splitText } from '../split-text.ts'
import { fitChoices, type Keyboard, type Origin } from './keyboard.ts'
import { LIMITS } from './limits.ts'
import { type Part, partsOf } from './parts.ts'

const NAME_CHARS = 100

/**
 * Makes the calls of the Bot API that carry a message, without `chat_id`. docs/channels.md has the form of each content.
 * Texts have no `parse_mode`: in each of Telegram's markups a single mark that is not escaped makes it refuse the whole
 * message, and the marks of a bot's text are of another dialect. Telegram takes messages at any time.
 */
export function render({ message }: Delivery, config: ChannelOf<'telegram'>): Rendering {
  const shown = readPayload(message)
  const origin = { shown, seq: message.seq }
  const parts = partsOf(shown)
  const spoken = parts.map((part, at) => (at === 0 ? spokenBy(part, speakerOf(message, config)) : part))
  const last = spoken.length - 1
  const [first, ...rest] = spoken.flatMap((part, at) =>
    at === last
      ? callsOf({ ...part, buttons: [...part.buttons, ...shown.buttons] }, shown.quickReplies, origin)
      : callsOf(part, [], origin),
  )
  return { status: 'rendered', calls: [first ?? textCall(plainText(shown)), ...rest] }
}

/** Returns the name to show. A later piece of a long text continues what began with the name. */
function speakerOf({ by, continues }: Delivery['message'], config: ChannelOf<'telegram'>): string | undefined {
  if (config.agentName !== 'show' || by.type !== 'agent' || continues !== undefined) return undefined
  return oneLine(by.name ?? '', NAME_CHARS) || undefined
}

function spokenBy(part: Part, speaker: string | undefined): Part {
  const [line, ...lines] = part.lines
  return speaker === undefined || line === undefined ? part : { ...part, lines: [`${speaker}: ${line}`, ...lines] }
}

/** Makes the calls of a part: texts, of which the last one carries the keyboard, or a file with its caption. */
function callsOf(part: Part, quickReplies: Origin['shown']['quickReplies'], origin: Origin): readonly Call[] {
  const { keyboard, lines, items } = fitChoices(part.buttons, quickReplies, origin)
  const words = [...part.lines, ...lines].join('\n')
  if (part.call === undefined) {
    if (!keyboard) return textCalls(words)
    const texts = splitText(words || plainText(origin.shown), LIMITS.textChars)
    const ends = splitText(texts.pop() ?? '', roomBeside(items))
    const end = ends.pop() ?? ''
    return [...[...texts, ...ends].map(textCall), withKeyboard(end, keyboard, items)]
  }
  const isCaption = part.hasCaption === true && words.length <= LIMITS.captionChars
  const plain = [...(isCaption && words !== '' ? [words] : []), ...part.plain].join('\n')
  return [
    ...(isCaption ? [] : textCalls(words)),
    {
      ...part.call,
      ...(isCaption && words !== '' && { caption: words }),
      ...(keyboard && { reply_markup: keyboard }),
      instead: keyboard ? withKeyboard(plain, keyboard, items) : textCall(within(plain)),
    },
  ]
}

/** A text with a keyboard. Telegram may refuse the address of a button: the choices are lines of the text then. */
function withKeyboard(text: string, keyboard: Keyboard, items: readonly string[]): Call {
  const instead = textCall(within([text, ...items].join('\n')))
  return { ...textCall(within(text)), reply_markup: keyboard, instead }
}

/** Returns the length of a text that leaves room for the choices as lines, but for very long ones. */
function roomBeside(items: readonly string[]): number {
  return Math.max(LIMITS.textChars / 2, LIMITS.textChars - items.join('\n').length - 1)
}

const textCalls = (words: string): readonly Call[] => splitText(words, LIMITS.textChars).map(textCall)

const textCall = (text: string): Call => ({ method: 'sendMessage', text })

const within = (text: string): string => splitText(text, LIMITS.textChars)[0] ?? '…'
