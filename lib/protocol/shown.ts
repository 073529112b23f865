import { oneLine } from './line.ts'

/** Limits of a shown message. Longer texts are cut; a longer value of a button is dropped with the button. */
export const SHOWN_LIMITS = {
  quickReplies: 20,
  buttons: 10,
  cards: 20,
  titleChars: 200,
  subtitleChars: 500,
  valueChars: 2000,
  urlChars: 2000,
  mimeChars: 100,
  /** Longest side of a picture, in pixels. */
  pixels: 20_000,
} as const

/** The content of a message, from an entry, a draft or a reply. */
export interface Said {
  readonly type?: string | undefined
  readonly text?: string | undefined
  readonly payload?: unknown
}

export interface ShownPicture {
  /** Over http or https. */
  readonly url: string
  readonly alt?: string
  /** In pixels, both or neither. Reserve this space before the picture loads. */
  readonly size?: { readonly width: number; readonly height: number }
}

export interface ShownQuickReply {
  readonly title: string
  readonly payload?: string
}

/** `url` is over http, https, mailto or tel. */
export type ShownButton =
  | { readonly type: 'url'; readonly title: string; readonly url: string }
  | { readonly type: 'postback'; readonly title: string; readonly payload: string }
  | { readonly type: 'say'; readonly title: string; readonly text: string }

export interface ShownCard {
  readonly title: string
  readonly subtitle?: string
  readonly image?: ShownPicture
  readonly buttons: readonly ShownButton[]
}

interface Media {
  /** Over http or https. */
  readonly url: string
  readonly title?: string
  readonly mime?: string
}

/** The content of a message, by kind. */
export type ShownContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly image: ShownPicture }
  | {
      readonly kind: 'file'
      readonly url: string
      readonly name?: string
      readonly bytes?: number
      readonly mime?: string
    }
  | ({ readonly kind: 'audio' } & Media)
  | ({ readonly kind: 'video'; readonly size?: ShownPicture['size'] } & Media)
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly title?: string
      readonly address?: string
    }
  | { readonly kind: 'card'; readonly card: ShownCard }
  | { readonly kind: 'carousel'; readonly cards: readonly ShownCard[] }
  /** A quick reply or button that the user chose. The title is in `text`, if the channel reports it. */
  | { readonly kind: 'choice'; readonly payload?: string }
  /** An unknown shape without a text to show instead. `name` is one line. */
  | { readonly kind: 'unknown'; readonly name: string }

export type ShownKind = ShownContent['kind']

/**
 * A message to show. Show `text` above the content; for the kind `text` it is the whole message. All texts are data:
 * they may contain what looks like markup. Titles and names are one line without control and bidi characters.
 */
export type Shown = ShownContent & {
  readonly text?: string
  readonly quickReplies: readonly ShownQuickReply[]
  readonly buttons: readonly ShownButton[]
}

/**
 * Reads the content of a message to show: the agreed shapes (`payload.ts`), the usual spellings of Botpress 12, and any
 * other payload as far as it is understood. Drops links that may run code or pretend to lead elsewhere. Never throws.
 *
 * @example
 * ```ts
 * const shown = readPayload(entry)
 * switch (shown.kind) {
 *   case 'text':
 *     return paragraph(shown.text)
 *   case 'image':
 *     return picture(shown.image.url, shown.text ?? shown.image.alt)
 *   default:
 *     return paragraph(shown.text ?? '')
 * }
 * ```
 */
export function readPayload(said: Said): Shown {
  const payload = fieldsOf(said.payload)
  const text = words(said.text) ?? words(payload.text) ?? words(payload.message)
  const content = contentOf(said, payload, text)
  return {
    ...(content ? { ...content, ...some('text', text) } : textOrUnknown(said, payload, text)),
    quickReplies: quickRepliesIn(payload),
    // A card has its buttons within.
    buttons: content?.kind === 'card' ? [] : buttonsIn(payload),
  }
}

/** Falls back to the name of the content, for example if its link is not valid. */
function textOrUnknown(said: Said, { title: called, name, alt, type }: Fields, text: string | undefined) {
  const standsFor = text ?? title(called ?? name ?? alt)
  if (standsFor !== undefined) return { kind: 'text', text: standsFor } as const
  return { kind: 'unknown', name: kindName(type) ?? kindName(said.type) ?? 'message' } as const
}

type Fields = Readonly<Record<string, unknown>>

/** Reads content other than plain text. Returns nothing if there is none, or if a required part is missing. */
function contentOf({ type }: Said, payload: Fields, text: string | undefined): ShownContent | undefined {
  switch (type === undefined || type === 'text' || type === 'custom' ? payload.type : type) {
    case 'image':
      return imageContent(payload)
    case 'file':
      return fileContent(payload)
    case 'audio':
      return mediaContent('audio', payload)
    case 'video':
      return videoContent(payload)
    case 'location':
      return locationContent(payload)
    case 'card':
      return cardContent(payload)
    case 'carousel':
      return carouselContent(payload)
    case 'quick_reply':
    case 'postback':
      return choiceContent(payload, text)
    default:
      return undefined
  }
}

function imageContent(payload: Fields): ShownContent | undefined {
  const image = picture(payload)
  return image && { kind: 'image', image }
}

function fileContent(payload: Fields): ShownContent | undefined {
  const url = webUrl(payload.url ?? payload.file)
  if (url === undefined) return undefined
  const bytes = wholeNumber(payload.bytes ?? payload.size, Number.MAX_SAFE_INTEGER)
  return {
    kind: 'file',
    url,
    ...some('name', title(payload.name ?? payload.title)),
    ...some('bytes', bytes),
    ...some('mime', mimeOf(payload)),
  }
}

function mediaContent<Kind extends 'audio' | 'video'>(
  kind: Kind,
  payload: Fields,
): ({ kind: Kind } & Media) | undefined {
  const url = webUrl(payload.url ?? payload[kind])
  return url === undefined
    ? undefined
    : { kind, url, ...some('title', title(payload.title)), ...some('mime', mimeOf(payload)) }
}

function videoContent(payload: Fields): ShownContent | undefined {
  const media = mediaContent('video', payload)
  return media && { ...media, ...some('size', sizeOf(payload)) }
}

function locationContent(payload: Fields): ShownContent | undefined {
  const latitude = degrees(payload.latitude ?? payload.lat, 90)
  const longitude = degrees(payload.longitude ?? payload.lng ?? payload.lon, 180)
  if (latitude === undefined || longitude === undefined) return undefined
  return {
    kind: 'location',
    latitude,
    longitude,
    ...some('title', title(payload.title)),
    ...some('address', title(payload.address)),
  }
}

function cardContent(payload: Fields): ShownContent | undefined {
  const card = cardIn(payload)
  return card && { kind: 'card', card }
}

function carouselContent(payload: Fields): ShownContent | undefined {
  const cards = listOf(payload.cards ?? payload.items ?? payload.elements, SHOWN_LIMITS.cards, cardIn)
  return cards.length === 0 ? undefined : { kind: 'carousel', cards }
}

/**
 * Returns nothing if the message offers choices: some bots send the type of a choice with the offer, which is a text.
 */
function choiceContent(payload: Fields, text: string | undefined): ShownContent | undefined {
  const value = sentBack(payload.payload ?? payload.value)
  const isOffer = quickRepliesIn(payload).length > 0 || buttonsIn(payload).length > 0
  if (isOffer || (text === undefined && value === undefined)) return undefined
  return { kind: 'choice', ...some('payload', value) }
}

function cardIn(each: unknown): ShownCard | undefined {
  const fields = fieldsOf(each)
  const subtitle = line(fields.subtitle, SHOWN_LIMITS.subtitleChars)
  const image = picture(fieldsOf(fields.image)) ?? picture({ url: fields.image ?? fields.picture })
  const name = title(fields.title) ?? image?.alt ?? subtitle
  if (name === undefined) return undefined
  return {
    title: name,
    ...(subtitle !== name && some('subtitle', subtitle)),
    ...some('image', image),
    buttons: buttonsIn(fields),
  }
}

function picture(fields: Fields): ShownPicture | undefined {
  const url = webUrl(fields.url ?? fields.image)
  if (url === undefined) return undefined
  return { url, ...some('alt', title(fields.alt ?? fields.title)), ...some('size', sizeOf(fields)) }
}

function quickRepliesIn(payload: Fields): ShownQuickReply[] {
  const given = payload.quickReplies ?? payload.quick_replies ?? payload.choices ?? payload.options
  return listOf(given, SHOWN_LIMITS.quickReplies, each => {
    const fields = typeof each === 'string' ? { title: each } : fieldsOf(each)
    const name = title(fields.title ?? fields.label ?? fields.text)
    return name === undefined
      ? undefined
      : { title: name, ...some('payload', sentBack(fields.payload ?? fields.value)) }
  })
}

function buttonsIn(payload: Fields): ShownButton[] {
  return listOf(payload.buttons ?? payload.actions, SHOWN_LIMITS.buttons, buttonIn)
}

/** Drops a button that cannot do what its title says. */
function buttonIn(each: unknown): ShownButton | undefined {
  const fields = fieldsOf(each)
  const name = title(fields.title ?? fields.label)
  if (name === undefined) return undefined
  switch (fields.type ?? fields.action) {
    case 'url':
    case 'open_url':
    case 'web_url':
    case 'Open URL': {
      const url = linkUrl(fields.url)
      return url === undefined ? undefined : { type: 'url', title: name, url }
    }
    case 'postback':
    case 'Postback': {
      const payload = sentBack(fields.payload ?? fields.value)
      return payload === undefined ? undefined : { type: 'postback', title: name, payload }
    }
    case 'say':
    case 'say_something':
    case 'Say something': {
      const given = fields.text ?? fields.value
      const text = given === undefined ? name : sentBack(given)
      return text === undefined ? undefined : { type: 'say', title: name, text }
    }
    default:
      return undefined
  }
}

/** Returns the fields of an object. Botpress wraps a message in the object that its own page shows. */
function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) return {}
  return isFields(value.wrapped) ? { ...value, ...value.wrapped } : value
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf<T>(value: unknown, most: number, read: (each: unknown) => T | undefined): T[] {
  const found: T[] = []
  if (!Array.isArray(value)) return found
  for (const each of value) {
    if (found.length === most) break
    const item = read(each)
    if (item !== undefined) found.push(item)
  }
  return found
}

function some<Name extends string, T>(name: Name, value: T | undefined): { readonly [_ in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [_ in Name]?: T }
}

/** Returns a text unchanged, including its line breaks. */
function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.toWellFormed() : undefined
}

function line(value: unknown, maxChars: number): string | undefined {
  const given = typeof value === 'number' ? String(value) : value
  return typeof given === 'string' ? oneLine(given, maxChars) || undefined : undefined
}

const title = (value: unknown) => line(value, SHOWN_LIMITS.titleChars)

const kindName = (value: unknown) => line(value, SHOWN_LIMITS.mimeChars)

const mimeOf = ({ mime, mimeType }: Fields) => line(mime ?? mimeType, SHOWN_LIMITS.mimeChars)

/** Returns the value that a choice sends back: whole, or not at all. */
function sentBack(value: unknown): string | undefined {
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof given === 'string' && given !== '' && given.length <= SHOWN_LIMITS.valueChars ? given : undefined
}

function wholeNumber(value: unknown, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : undefined
}

function degrees(value: unknown, most: number): number | undefined {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof given === 'number' && Math.abs(given) <= most ? given : undefined
}

function sizeOf(fields: Fields): ShownPicture['size'] {
  const width = wholeNumber(fields.width, SHOWN_LIMITS.pixels)
  const height = wholeNumber(fields.height, SHOWN_LIMITS.pixels)
  return width && height ? { width, height } : undefined
}

const WEB = ['http:', 'https:']
const LINKS = [...WEB, 'mailto:', 'tel:']

const webUrl = (value: unknown) => urlWith(WEB, value)

/** Returns the URL of a link if it is safe to follow. Also checks links within texts. */
export const linkUrl = (value: unknown): string | undefined => urlWith(LINKS, value)

/** Returns the normalised URL. Refuses a user name, because it can make a URL look like another host's. */
function urlWith(protocols: readonly string[], value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > SHOWN_LIMITS.urlChars) return undefined
  try {
    const { protocol, username, password, href } = new URL(value)
    const isShown = protocols.includes(protocol) && username === '' && password === ''
    return isShown && href.length <= 3 * SHOWN_LIMITS.urlChars ? href : undefined
  } catch {
    return undefined
  }
}
