import type { Content } from '../../protocol/message.ts'
import type { Shown, ShownButton, ShownQuickReply } from '../../protocol/shown.ts'
import { LIMITS } from './limits.ts'

/** Everything that a user may choose in a message. A quick reply has no type. */
export type Choice = ShownButton | ShownQuickReply

/** Lists the choices of a message. A message in the log always has the same list. */
export function choicesOf(shown: Shown): readonly Choice[] {
  return [...shown.buttons, ...cardsOf(shown).flatMap(({ buttons }) => buttons), ...shown.quickReplies]
}

function cardsOf(shown: Shown) {
  if (shown.kind === 'card') return [shown.card]
  return shown.kind === 'carousel' ? shown.cards : []
}

const POSTBACK = 'p:'
const SAY = 's:'
const QUICK_REPLY = 'q:'

/**
 * Returns what Telegram sends back when the user presses a choice: its payload, if it fits. Otherwise the place of the
 * choice: `#`, the number of its message in the log, and its index there. Undefined for a link. Source:
 * core.telegram.org/bots/api, "InlineKeyboardButton".
 */
export function dataOf(choice: Choice, shown: Shown, seq: number): string | undefined {
  const data = wholeDataOf(choice)?.toWellFormed()
  if (data === undefined || Buffer.byteLength(data) <= LIMITS.callbackBytes) return data
  return `#${seq}:${choicesOf(shown).indexOf(choice)}`
}

function wholeDataOf(choice: Choice): string | undefined {
  if (!('type' in choice)) return `${QUICK_REPLY}${choice.payload ?? choice.title}`
  switch (choice.type) {
    case 'postback':
      return `${POSTBACK}${choice.payload}`
    case 'say':
      return `${SAY}${choice.text}`
    case 'url':
      return undefined
    default:
      return choice satisfies never
  }
}

/** Reads the place of a choice whose payload did not fit. */
export function placeIn(data: string): { readonly seq: number; readonly index: number } | undefined {
  const [, seq, index] = /^#(\d{1,10}):(\d{1,3})$/.exec(data) ?? []
  return seq === undefined ? undefined : { seq: Number(seq), index: Number(index) }
}

/** Returns a user's message for the choice at a place of a sent message. */
export function chosenAt(index: number, shown: Shown): Content | undefined {
  const choice = choicesOf(shown)[index]
  const data = choice && wholeDataOf(choice)
  return data === undefined ? undefined : chosen(data, choice?.title)
}

/** Returns a user's message for a pressed choice. Data of an unknown form is a postback: another program may have sent it. */
export function chosen(data: string, title: string | undefined): Content {
  const value = data.slice(POSTBACK.length)
  const text = title === undefined ? {} : { text: title }
  if (value !== '' && data.startsWith(SAY)) return { type: 'text', text: value }
  if (value !== '' && data.startsWith(QUICK_REPLY)) return { type: 'quick_reply', ...text, payload: { payload: value } }
  const payload = value !== '' && data.startsWith(POSTBACK) ? value : data
  return { type: 'postback', ...text, payload: { payload } }
}
