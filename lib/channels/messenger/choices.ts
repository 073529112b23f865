import { buttonLine } from '../../protocol/plain-text.ts'
import type { ShownButton, ShownQuickReply } from '../../protocol/shown.ts'
import { shortened } from '../split-text.ts'
import { LIMITS } from './limits.ts'
import { sayPayload } from './say.ts'

/** A button of a template. */
export type Button =
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
  | { readonly type: 'postback' | 'phone_number'; readonly title: string; readonly payload: string }

export interface QuickReply {
  readonly content_type: 'text'
  readonly title: string
  readonly payload: string
}

/** The choices that fit, and lines with those that do not fit or are shortened. */
export interface Fitted<Choice> {
  readonly fit: readonly Choice[]
  readonly lines: readonly string[]
}

/** A choice in the platform's form, undefined if it has none, and the line that stands for it in a text. */
interface Candidate<Choice> {
  readonly choice: Choice | undefined
  readonly title: string
  readonly line: string
}

/**
 * Fits quick replies to one message. One without a payload sends its whole title back. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies.
 */
export function fitQuickReplies(quickReplies: readonly ShownQuickReply[]): Fitted<QuickReply> {
  const candidates = quickReplies.map(({ title, payload = title }): Candidate<QuickReply> => {
    const reply = { content_type: 'text', title: titleOf(title), payload: payload.toWellFormed() } as const
    return {
      choice: fitsPayload(payload) ? reply : undefined,
      title,
      line: buttonLine({ type: 'postback', title, payload }),
    }
  })
  const chosen = candidates.filter(({ choice }) => choice).slice(0, LIMITS.quickReplies)
  return fitted(candidates, new Set(chosen))
}

/**
 * Fits buttons to one message or card. A link works in a text too, so it leaves its place to a button that does not.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/buttons.
 */
export function fitButtons(buttons: readonly ShownButton[]): Fitted<Button> {
  const candidates = buttons.map(
    (button): Candidate<Button> => ({ choice: buttonOf(button), title: button.title, line: buttonLine(button) }),
  )
  const possible = candidates.filter(({ choice }) => choice)
  const byNeed = possible.toSorted((one, two) => Number(isLink(one.choice)) - Number(isLink(two.choice)))
  return fitted(candidates, new Set(byNeed.slice(0, LIMITS.buttons)))
}

function fitted<Choice>(all: readonly Candidate<Choice>[], chosen: ReadonlySet<Candidate<Choice>>): Fitted<Choice> {
  return {
    fit: all.flatMap(each => (each.choice !== undefined && chosen.has(each) ? [each.choice] : [])),
    lines: all.flatMap(each => (chosen.has(each) && each.title.length <= LIMITS.choiceTitleChars ? [] : [each.line])),
  }
}

function buttonOf(button: ShownButton): Button | undefined {
  const title = titleOf(button.title)
  switch (button.type) {
    case 'url':
      return linkOf(title, button.url)
    case 'postback':
      return postbackOf(title, button.payload)
    case 'say':
      return postbackOf(title, sayPayload(button.text))
    default:
      return button satisfies never
  }
}

/** The platform dials only international numbers, and opens no program for e-mail. */
function linkOf(title: string, url: string): Button | undefined {
  const { protocol, pathname } = new URL(url)
  if (protocol === 'https:' || protocol === 'http:') return { type: 'web_url', title, url }
  const number = pathname.replace(/[\s().-]|%20/g, '')
  return protocol === 'tel:' && /^\+\d{3,20}$/.test(number)
    ? { type: 'phone_number', title, payload: number }
    : undefined
}

function postbackOf(title: string, payload: string): Button | undefined {
  return fitsPayload(payload) ? { type: 'postback', title, payload: payload.toWellFormed() } : undefined
}

const isLink = (button: Button | undefined): boolean => button !== undefined && button.type !== 'postback'

const titleOf = (title: string): string => shortened(title, LIMITS.choiceTitleChars)

const fitsPayload = (payload: string): boolean => payload.length <= LIMITS.choicePayloadChars && payload.trim() !== ''
