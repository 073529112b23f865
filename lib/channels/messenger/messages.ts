import { calmText } from '../../protocol/line.ts'
import { contentLines, mediaName, plainText } from '../../protocol/plain-text.ts'
import type { Shown, ShownCard } from '../../protocol/shown.ts'
import { shortened, splitText } from '../split-text.ts'
import { type Button, fitButtons, fitQuickReplies, type QuickReply } from './choices.ts'
import { LIMITS } from './limits.ts'
import { type Attachment, fitCards } from './templates.ts'

/** The field `message` of a call. */
export type Message = ({ readonly text: string } | { readonly attachment: Attachment }) & {
  readonly quick_replies?: readonly QuickReply[]
}

export type Messages = readonly [Message, ...Message[]]

/**
 * Makes the messages of a content: its text, then its attachments, then a text with the parts that did not fit. With buttons
 * both texts are one, below the attachments, because buttons need a text. Quick replies go with the last message. The
 * speaker's name begins the first text. `room`: characters that each text leaves free. Source:
 * developers.facebook.com/docs/messenger-platform/reference/send-api.
 */
export function messagesOf(shown: Shown, { speaker, room = 0 }: Telling = {}): Messages {
  const { opening, attachments, lines, label } = bodyOf(shown)
  const buttons = fitButtons(shown.buttons)
  const replies = fitQuickReplies(shown.quickReplies)
  const closing = [...lines.filter(line => !opening.includes(line)), ...buttons.lines, ...replies.lines]
  const isOneText = attachments.length === 0 || buttons.fit.length > 0
  const words = wordsOf(isOneText ? [...opening, ...closing] : opening, speaker)
  const attached = attachments.map(attachment => ({ attachment }))
  const [first = { text: plainText(shown) }, ...rest]: readonly Message[] =
    buttons.fit.length > 0
      ? [...attached, ...textWithButtons(words, label, { buttons: buttons.fit, room })]
      : [...textsOf(words, room), ...attached, ...textsOf(isOneText ? '' : closing.join('\n'), room)]
  return replying([first, ...rest], replies.fit)
}

/** How the speaker is told. */
interface Telling {
  readonly speaker?: string | undefined
  readonly room?: number
}

/** The parts of a message beside its choices. */
interface Body {
  /** Lines above the attachments. */
  readonly opening: readonly string[]
  readonly attachments: readonly Attachment[]
  /** Lines below the attachments. */
  readonly lines: readonly string[]
  /** Stands above buttons if no text can. */
  readonly label: string
}

function bodyOf(shown: Shown): Body {
  const text = shown.text === undefined ? '' : calmText(shown.text)
  const opening = text.trim() === '' ? [] : [text]
  switch (shown.kind) {
    case 'text':
    case 'location':
    case 'choice':
    case 'unknown':
      return { opening, attachments: [], lines: contentLines(shown), label: '…' }
    case 'image':
      return media(shown.kind, shown.image.url, opening.length > 0 ? opening : listed(shown.image.alt))
    case 'audio':
    case 'video':
      return media(shown.kind, shown.url, opening.length > 0 ? opening : listed(mediaName(shown)))
    case 'file':
      return media(shown.kind, shown.url, [
        ...opening,
        ...(endsWith(shown.url, shown.name) ? [] : listed(mediaName(shown))),
      ])
    case 'card':
      return cards(opening, [shown.card])
    case 'carousel':
      return cards(opening, shown.cards)
    default:
      return shown satisfies never
  }
}

/** Messenger shows no description of an attachment, and a file by the end of its address. */
function media(type: 'image' | 'audio' | 'video' | 'file', url: string, opening: readonly string[]): Body {
  return { opening, attachments: [{ type, payload: { url } }], lines: [], label: new URL(url).hostname }
}

function cards(opening: readonly string[], all: readonly ShownCard[]): Body {
  const { templates, lines } = fitCards(all)
  return {
    opening,
    attachments: templates,
    lines,
    label: shortened(all.map(({ title }) => title).join(' · '), LIMITS.buttonTextChars),
  }
}

const listed = (line: string | undefined): readonly string[] => (line === undefined ? [] : [line])

const endsWith = (url: string, name: string | undefined): boolean =>
  name !== undefined && new URL(url).pathname.endsWith(`/${encodeURIComponent(name)}`)

/** `Ana: Hello`: this form needs no word, and the one line of a notification still tells the name from the text. */
export const inFront = (speaker: string): string => `${speaker}: `

function wordsOf(lines: readonly string[], speaker: string | undefined): string {
  const words = lines.join('\n')
  return lines.length === 0 || speaker === undefined ? words : `${inFront(speaker)}${words}`
}

function textsOf(words: string, room: number): readonly Message[] {
  return splitText(words, LIMITS.textChars - room).map(text => ({ text }))
}

/**
 * The end of the text carries the buttons, unless the shorter parts would cut a word, such as an address. Source: the same
 * documentation, "Button template".
 */
function textWithButtons(
  words: string,
  label: string,
  { buttons, room }: { readonly buttons: readonly Button[]; readonly room: number },
): readonly Message[] {
  const max = LIMITS.buttonTextChars - room
  const texts = splitText(words, LIMITS.textChars - room)
  const isCut = words.split(/\s/).some(({ length }) => length > max)
  const ends = isCut ? [] : splitText(texts.pop() ?? '', max)
  const text = ends.pop() ?? label
  const template: Attachment = { type: 'template', payload: { template_type: 'button', text, buttons } }
  return [...[...texts, ...ends].map(each => ({ text: each })), { attachment: template }]
}

function replying([first, ...rest]: Messages, replies: readonly QuickReply[]): Messages {
  if (replies.length === 0) return [first, ...rest]
  const last = rest.pop()
  return last ? [first, ...rest, { ...last, quick_replies: replies }] : [{ ...first, quick_replies: replies }]
}
