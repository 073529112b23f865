import { defined } from '../../defined.ts'
import type { Content } from '../../protocol/message.ts'
import { type Json, kept, listOf, objectOf, textOf } from '../fields.ts'

/**
 * Reads an attachment of a message. Source: developers.facebook.com/documentation/business-messaging/messenger-platform,
 * "messages Webhook Event Reference". A type without a content of its own becomes `custom`, with the type and Meta's
 * fields in the payload.
 */
export function contentOf(attachment: Json): Content {
  const payload = objectOf(attachment.payload)
  const url = textOf(payload.url) ?? textOf(attachment.url)
  switch (attachment.type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
    case 'sticker':
      return url === undefined ? customOf(attachment) : mediaOf(attachment.type, { ...attachment, payload }, url)
    case 'location':
      return locationOf(attachment)
    case 'fallback':
      return linkContent(linkOf(attachment), attachment)
    case 'template':
      return templateOf(payload)
    default:
      return customOf(attachment)
  }
}

type Media = 'image' | 'audio' | 'video' | 'file' | 'sticker'

function mediaOf(
  type: Media,
  { title, payload }: { readonly title?: unknown; readonly payload: Json },
  url: string,
): Content {
  const stickerId = stickerIdOf(payload)
  const name = type === 'file' ? { name: textOf(title) } : { title: textOf(title) }
  return { type: type === 'sticker' ? 'image' : type, payload: defined({ url, ...name, stickerId }) }
}

function stickerIdOf({ sticker_id }: Json): string | undefined {
  return typeof sticker_id === 'number' || typeof sticker_id === 'string' ? String(sticker_id) : undefined
}

/** A page on the web that the user shared. */
export interface Link {
  readonly url?: string
  readonly title?: string
}

/** Reads the link of a `fallback`: Meta writes its fields in the payload since version 6.0, and beside it before. */
export function linkOf(attachment: Json): Link {
  const payload = objectOf(attachment.payload)
  return defined({
    url: textOf(payload.url) ?? textOf(attachment.url),
    title: textOf(payload.title) ?? textOf(attachment.title),
  })
}

function linkContent(link: Link, attachment: Json): Content {
  const text = linesOf(link.title, link.url)
  return text === undefined ? customOf(attachment) : { type: 'custom', text, payload: { type: 'link', ...link } }
}

function locationOf(attachment: Json): Content {
  const { lat, long } = objectOf(objectOf(attachment.payload).coordinates)
  if (typeof lat !== 'number' || typeof long !== 'number') return customOf(attachment)
  return { type: 'location', payload: defined({ latitude: lat, longitude: long, title: textOf(attachment.title) }) }
}

/** Shows the words of a template as text. */
function templateOf(payload: Json): Content {
  const { elements = objectOf(payload.product).elements, buttons } = payload
  const titles = [...listOf(elements), ...listOf(buttons)].map(each => textOf(objectOf(each).title))
  const text = linesOf(textOf(payload.text), ...titles)
  return { type: 'custom', ...defined({ text }), payload: { type: 'template', template: kept(payload) } }
}

function customOf(attachment: Json): Content {
  const payload = objectOf(attachment.payload)
  const { title, url } = linkOf(attachment)
  const text = linesOf(title, url)
  const type = textOf(attachment.type)?.slice(0, 100) ?? 'unknown'
  return { type: 'custom', ...defined({ text }), payload: { ...objectOf(kept(payload)), type } }
}

function linesOf(...lines: readonly (string | undefined)[]): string | undefined {
  return textOf(lines.filter(line => line !== undefined).join('\n'))
}

/**
 * Leaves out the picture of a sticker that comes as a sticker, too: Meta sends both until stickers are no longer
 * pictures. Source: the same page, "Sticker attachment type transition".
 */
export function withoutTwins(attachments: readonly Json[]): readonly Json[] {
  const stickers = new Set(
    attachments.flatMap(({ type, payload }) => (type === 'sticker' ? [stickerIdOf(objectOf(payload))] : [])),
  )
  return attachments.filter(({ type, payload }) => {
    const id = stickerIdOf(objectOf(payload))
    return type !== 'image' || id === undefined || !stickers.has(id)
  })
}
