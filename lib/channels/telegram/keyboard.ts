import { buttonLine } from '../../protocol/plain-text.ts'
import type { Shown, ShownButton, ShownQuickReply } from '../../protocol/shown.ts'
import { type Choice, dataOf } from './choices.ts'
import { isWebLink } from './limits.ts'

/** The field `reply_markup`. */
export interface Keyboard {
  readonly inline_keyboard: readonly (readonly Button[])[]
}

type Button = { readonly text: string } & ({ readonly url: string } | { readonly callback_data: string })

/** A keyboard, and lines for choices that Telegram has no button for. `items`: lines for the choices of the keyboard. */
export interface Fitted {
  readonly keyboard?: Keyboard
  readonly lines: readonly string[]
  readonly items: readonly string[]
}

/** The message that choices belong to. */
export interface Origin {
  readonly shown: Shown
  readonly seq: number
}

/** Titles of quick replies stand side by side up to this length. */
const ROW_CHARS = 30

/**
 * Makes the keyboard below a message: a row for each button, then quick replies side by side. Telegram limits neither
 * their number nor their titles. Its links are over http and https. Source: core.telegram.org/bots/api,
 * "InlineKeyboardButton".
 */
export function fitChoices(
  buttons: readonly ShownButton[],
  quickReplies: readonly ShownQuickReply[],
  origin: Origin,
): Fitted {
  const rows: (readonly Button[])[] = []
  const lines: string[] = []
  const items: string[] = []
  for (const each of buttons) {
    const button = buttonOf(each, origin)
    if (button) rows.push([button])
    const listed = button ? items : lines
    listed.push(buttonLine(each))
  }
  for (const each of rowsOf(quickReplies)) rows.push(each.flatMap(reply => buttonOf(reply, origin) ?? []))
  items.push(...quickReplies.map(({ title }) => buttonLine({ type: 'postback', title, payload: title })))
  return { ...(rows.length > 0 && { keyboard: { inline_keyboard: rows } }), lines, items }
}

function buttonOf(choice: Choice, { shown, seq }: Origin): Button | undefined {
  const text = choice.title
  if ('type' in choice && choice.type === 'url') {
    return isWebLink(choice.url) ? { text, url: choice.url } : undefined
  }
  const data = dataOf(choice, shown, seq)
  return data === undefined ? undefined : { text, callback_data: data }
}

function rowsOf(quickReplies: readonly ShownQuickReply[]): readonly (readonly ShownQuickReply[])[] {
  const rows: ShownQuickReply[][] = []
  let chars = Number.POSITIVE_INFINITY
  for (const reply of quickReplies) {
    chars += reply.title.length
    if (chars > ROW_CHARS) {
      rows.push([])
      chars = reply.title.length
    }
    rows.at(-1)?.push(reply)
  }
  return rows
}
