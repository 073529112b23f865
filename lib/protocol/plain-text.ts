import { asLine, calmText } from './line.ts'
import { mapUrl } from './map-url.ts'
import type { Shown, ShownButton, ShownCard, ShownContent } from './shown.ts'

/**
 * Returns a text for any content, for readers that show nothing else: the text, then the content's names and addresses,
 * its buttons, and its quick replies as a numbered list. Uses no words of a language, because it does not know the
 * reader's. Never empty.
 */
export function plainText(shown: Shown): string {
  const { text, buttons, quickReplies } = shown
  const said = text === undefined || calmText(text).trim() === '' ? [] : [calmText(text)]
  const lines = [
    ...said,
    ...contentLines(shown).filter(line => !said.includes(line)),
    ...buttons.map(buttonLine),
    ...quickReplies.map(({ title }, index) => `${index + 1}. ${title}`),
  ]
  return lines.length === 0 ? nameOf(shown.kind) : lines.join('\n')
}

/** Returns the lines that stand for content beside its text, buttons and quick replies. */
export function contentLines(content: ShownContent & { readonly text?: string }): readonly string[] {
  switch (content.kind) {
    case 'text':
      // The text is the content.
      return []
    case 'image':
      return present(content.image.alt, content.image.url)
    case 'file':
    case 'audio':
    case 'video':
      return present(mediaName(content), content.url)
    case 'location':
      return present(content.title, content.address, mapUrl(content))
    case 'card':
      return cardLines(content.card)
    case 'carousel':
      return content.cards.flatMap((card, index) => {
        const [title, ...rest] = cardLines(card)
        return [`${index + 1}. ${title}`, ...rest]
      })
    case 'choice':
      return content.text === undefined ? present(content.payload && lineOf(content.payload)) : []
    case 'unknown':
      return [nameOf(content.name)]
    default:
      return content satisfies never
  }
}

/** Returns a button as an item of a list: its title, and its address or the words that it says. */
export function buttonLine(button: ShownButton): string {
  const { title } = button
  switch (button.type) {
    case 'url':
      return item(title, addressIn(button.url))
    case 'say':
      return item(title, lineOf(button.text) === title ? undefined : lineOf(button.text))
    case 'postback':
      return item(title)
    default:
      return button satisfies never
  }
}

type Media = Extract<ShownContent, { kind: 'file' | 'audio' | 'video' }>

/** Returns the name and the size of media. Undefined if it has neither. */
export function mediaName(media: Media): string | undefined {
  const name = media.kind === 'file' ? media.name : media.title
  const size = media.bytes === undefined ? undefined : sizeOf(media.bytes)
  return present(name, size).join(' · ') || undefined
}

function cardLines({ title, subtitle, buttons }: ShownCard): readonly string[] {
  return [...present(title, subtitle), ...buttons.map(buttonLine)]
}

/** Values that a choice sends back are as the bot gave them. */
const lineOf = (value: string): string => asLine(value.toWellFormed())

/** The brackets say that nobody wrote this. */
const nameOf = (name: string): string => `(${name})`

const item = (...parts: readonly (string | undefined)[]): string => `• ${present(...parts).join(' – ')}`

function present(...parts: readonly (string | undefined)[]): string[] {
  return parts.filter(part => part !== undefined && part !== '') as string[]
}

/** Returns the address as people write it: a number or an e-mail address without its scheme. */
function addressIn(url: string): string {
  const { protocol, pathname } = new URL(url)
  return protocol === 'tel:' || protocol === 'mailto:' ? pathname : url
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** Formats a size in whole units, because languages write fractions in different ways. */
function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor((Math.log10(Math.max(1, bytes)) - 1) / 3)))
  return `${Math.round(bytes / 1000 ** step)} ${UNITS[step]}`
}
