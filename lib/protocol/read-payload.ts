import {
  degrees,
  type Fields,
  fieldsOf,
  kindName,
  line,
  listOf,
  mimeOf,
  sentBack,
  sizeOf,
  some,
  title,
  wholeNumber,
  words,
} from './payload-fields.ts'
import { linkUrl, webUrl } from './safe-url.ts'
import {
  type Said,
  SHOWN_LIMITS,
  type Shown,
  type ShownButton,
  type ShownCard,
  type ShownContent,
  type ShownMedia,
  type ShownPicture,
  type ShownQuickReply,
} from './shown.ts'

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

/** Reads content other than plain text. Returns nothing if there is none, or if a required part is missing. */
function contentOf({ type }: Said, payload: Fields, text: string | undefined): ShownContent | undefined {
  switch (type === undefined || type === 'text' || type === 'custom' ? payload.type : type) {
    case 'image':
      return imageContent(payload)
    case 'file':
      return fileContent(payload)
    case 'audio':
    case 'voice':
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
  return url === undefined
    ? undefined
    : { kind: 'file', url, ...some('name', title(payload.name ?? payload.title)), ...aboutMedia(payload) }
}

function mediaContent<Kind extends 'audio' | 'video'>(
  kind: Kind,
  payload: Fields,
): ({ kind: Kind } & ShownMedia) | undefined {
  const url = webUrl(payload.url ?? payload[kind])
  return url === undefined
    ? undefined
    : { kind, url, ...some('title', title(payload.title ?? payload.alt)), ...aboutMedia(payload) }
}

function aboutMedia(payload: Fields) {
  const bytes = wholeNumber(payload.bytes ?? payload.size, Number.MAX_SAFE_INTEGER)
  return { ...some('bytes', bytes), ...some('mime', mimeOf(payload)) }
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
  return listOf(payload.buttons ?? payload.actions, SHOWN_LIMITS.buttons, readButton)
}

/** Returns nothing for a button that cannot do what its title says. */
export function readButton(each: unknown): ShownButton | undefined {
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
    case 'call':
    case 'phone_number': {
      const url = linkUrl(`tel:${String(fields.phone ?? fields.payload).replace(/[^+\d]/g, '')}`)
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
