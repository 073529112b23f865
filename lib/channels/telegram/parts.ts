import { calmText } from '../../protocol/line.ts'
import { contentLines, mediaName } from '../../protocol/plain-text.ts'
import type { Shown, ShownButton, ShownCard, ShownContent } from '../../protocol/shown.ts'
import type { Call } from '../channel.ts'

/** A part of a message that Telegram shows as one. */
export interface Part {
  /** The text, or the caption. */
  readonly lines: readonly string[]
  readonly buttons: readonly ShownButton[]
  /** The call of a file or a place, without its caption. Missing: the part is a text. */
  readonly call?: Call
  readonly hasCaption?: boolean
  /** Lines that stand for the call if Telegram does not take it. */
  readonly plain: readonly string[]
}

/**
 * Divides a content into parts: its text with the file below it, a place, or a card each. Telegram fetches a file by its
 * address: a picture of at most 5 MB, other files of at most 20 MB, documents only as PDF and ZIP, sound as MP3 and M4A, a
 * voice message as OGG. Source: core.telegram.org/bots/api, "Sending files", "sendAudio", "sendVenue".
 */
export function partsOf(shown: Shown): readonly Part[] {
  const said = shown.text === undefined ? '' : calmText(shown.text)
  const opening = said.trim() === '' ? [] : [said]
  switch (shown.kind) {
    case 'text':
    case 'choice':
    case 'unknown':
      return [textPart([...opening, ...contentLines(shown)])]
    case 'image':
      return [file({ method: 'sendPhoto', photo: shown.image.url }, opening, listed(shown.image.alt), shown.image.url)]
    case 'file':
      return [documentPart(shown, opening)]
    case 'audio':
      return [soundPart(shown, opening)]
    case 'video':
      return [file({ method: 'sendVideo', video: shown.url, ...shown.size }, opening, nameOf(shown), shown.url)]
    case 'location':
      return placeParts(shown, opening)
    case 'card':
      return [...texts(opening), cardPart(shown.card)]
    case 'carousel':
      return [...texts(opening), ...shown.cards.map(cardPart)]
    default:
      return shown satisfies never
  }
}

const textPart = (lines: readonly string[]): Part => ({ lines, buttons: [], plain: [] })

const texts = (lines: readonly string[]): readonly Part[] => (lines.length === 0 ? [] : [textPart(lines)])

/** The description stands for a missing text. `isShown`: Telegram shows it itself. */
function file(
  call: Call,
  opening: readonly string[],
  description: readonly string[],
  url: string,
  isShown = false,
): Part {
  const lines = opening.length > 0 || isShown ? opening : description
  return {
    lines,
    buttons: [],
    call,
    hasCaption: true,
    plain: [...description.filter(line => !lines.includes(line)), url],
  }
}

/** Telegram names a document by the end of its address. */
function documentPart(shown: Extract<ShownContent, { kind: 'file' }>, opening: readonly string[]): Part {
  const { url, name } = shown
  const isShown = name !== undefined && new URL(url).pathname.endsWith(`/${encodeURIComponent(name)}`)
  return file({ method: 'sendDocument', document: url }, opening, nameOf(shown), url, isShown)
}

function soundPart(shown: Extract<ShownContent, { kind: 'audio' }>, opening: readonly string[]): Part {
  const { url, title, mime } = shown
  const isVoice = mime === 'audio/ogg' || /\.og[ga]$/i.test(new URL(url).pathname)
  if (isVoice) return file({ method: 'sendVoice', voice: url }, opening, nameOf(shown), url)
  const call = { method: 'sendAudio', audio: url, ...(title !== undefined && { title }) }
  return file(call, opening, nameOf(shown), url, title !== undefined)
}

/** Telegram shows title and address of a place only together. */
function placeParts(shown: Extract<Shown, { kind: 'location' }>, opening: readonly string[]): readonly Part[] {
  const { latitude, longitude, title, address } = shown
  const plain = contentLines(shown)
  if (title !== undefined && address !== undefined) {
    const call = { method: 'sendVenue', latitude, longitude, title, address }
    return [...texts(opening), { lines: [], buttons: [], call, plain }]
  }
  const call = { method: 'sendLocation', latitude, longitude }
  const words = [...opening, ...listed(title), ...listed(address)]
  return [...texts(words), { lines: [], buttons: [], call, plain }]
}

function cardPart({ title, subtitle, image, buttons }: ShownCard): Part {
  const lines = [title, ...listed(subtitle)]
  if (!image) return { lines, buttons, plain: [] }
  return { lines, buttons, call: { method: 'sendPhoto', photo: image.url }, hasCaption: true, plain: [image.url] }
}

const nameOf = (media: Parameters<typeof mediaName>[0]): readonly string[] => listed(mediaName(media))

const listed = (line: string | undefined): readonly string[] => (line === undefined ? [] : [line])
