import { defined } from '../../defined.ts'
import { isObject } from '../../protocol/mend.ts'
import type { Content } from '../../protocol/message.ts'
import { type Json, kept, listOf, objectOf, textOf } from '../fields.ts'

/**
 * Reads the content of a message. Files have Telegram's `fileId` and no address: an address would contain the bot's
 * token. Undefined for a message about the chat itself, for example a pinned one. Source: core.telegram.org/bots/api,
 * "Message" and the types that it names.
 */
export function contentOf(message: Json): Content | undefined {
  const text = textOf(message.text)
  if (text !== undefined) return startOf(text) ?? { type: 'text', text }
  const caption = textOf(message.caption)
  const kind = [...READERS.keys()].find(name => typeof message[name] === 'object' && message[name] !== null)
  const content = kind === undefined ? otherOf(message) : READERS.get(kind)?.(message[kind])
  return content && { ...content, ...defined({ text: caption ?? content.text }) }
}

/**
 * The contents by their fields, the more exact ones first: a message with an animation has a document, too, and one with
 * a venue a location.
 */
const READERS: ReadonlyMap<string, (part: unknown) => Content> = new Map<string, (part: unknown) => Content>([
  ['photo', sizes => fileOf('image', objectOf(listOf(sizes).at(-1)))],
  ['animation', part => fileOf('video', objectOf(part))],
  ['document', part => fileOf('file', objectOf(part))],
  ['audio', part => fileOf('audio', objectOf(part))],
  ['voice', part => fileOf('audio', objectOf(part))],
  ['video', part => fileOf('video', objectOf(part))],
  ['video_note', part => fileOf('video', objectOf(part))],
  ['sticker', part => stickerOf(objectOf(part))],
  ['venue', part => placeOf(objectOf(objectOf(part).location), objectOf(part))],
  ['location', part => placeOf(objectOf(part), {})],
  ['contact', part => contactOf(objectOf(part))],
  ['dice', part => customOf('dice', part, textOf(objectOf(part).emoji))],
  ['poll', part => customOf('poll', part, textOf(objectOf(part).question))],
])

/** Reads the command of a link to the bot with a payload. Source: core.telegram.org/bots/features, "Deep Linking". */
function startOf(text: string): Content | undefined {
  const [, ref] = /^\/start ([A-Za-z0-9_-]{1,64})$/.exec(text) ?? []
  return ref === undefined ? undefined : { type: 'custom', text, payload: { type: 'referral', ref } }
}

function fileOf(type: 'image' | 'file' | 'audio' | 'video', file: Json): Content {
  const name = textOf(file.file_name)
  const payload = defined({
    fileId: textOf(file.file_id),
    ...(type === 'file' ? { name } : { title: textOf(file.title) ?? name }),
    mime: textOf(file.mime_type),
    bytes: numberOf(file.file_size),
    width: numberOf(file.width),
    height: numberOf(file.height),
  })
  return { type, payload }
}

function stickerOf(sticker: Json): Content {
  const { payload } = fileOf('image', sticker)
  const stickerId = textOf(sticker.file_unique_id)
  return {
    type: 'image',
    ...defined({ text: textOf(sticker.emoji) }),
    payload: { ...payload, ...defined({ stickerId }) },
  }
}

function placeOf({ latitude, longitude }: Json, { title, address }: Json): Content {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return customOf('location', {})
  return {
    type: 'location',
    payload: defined({ latitude, longitude, title: textOf(title), address: textOf(address) }),
  }
}

function contactOf(contact: Json): Content {
  const name = [textOf(contact.first_name), textOf(contact.last_name)].filter(Boolean).join(' ')
  return customOf('contact', contact, textOf([name, textOf(contact.phone_number)].filter(Boolean).join('\n')))
}

function customOf(type: string, part: unknown, text?: string): Content {
  return { type: 'custom', ...defined({ text }), payload: { ...objectOf(kept(part)), type } }
}

/** Fields of a message that are no content: what the message says about itself. */
const ENVELOPE =
  /^(message_id|message_thread_id|direct_messages_topic|from|sender_.*|date|guest_.*|business_connection_id|chat|forward_.*|is_.*|reply_.*|external_reply|quote|via_bot|edit_date|has_.*|media_group_id|author_signature|paid_star_count|.*entities|link_preview_options|suggested_post_info|effect_id|show_caption_above_media|caption)$/

/** Events in the chat itself, about which nobody expects an answer. */
const SERVICE =
  /^(pinned_message|message_auto_delete_timer_changed|migrate_.*|connected_website|write_access_allowed|chat_background_set|boost_added|forum_.*|general_forum_.*|.*_chat_created|new_chat_.*|left_chat_member|delete_chat_photo|chat_owner_.*)$/

/** Reads a content of another kind, also of one that Telegram adds later, as `custom` with Telegram's fields. */
function otherOf(message: Json): Content | undefined {
  const names = Object.keys(message).filter(name => !ENVELOPE.test(name))
  const [name] = names
  if (name === undefined || names.some(each => SERVICE.test(each))) return undefined
  const part = message[name]
  return customOf(name.slice(0, 100), isObject(part) ? part : { value: part })
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
