import { defined } from '../../lib/defined.ts'
import { invalidParameter } from './errors.ts'
import { isJson } from './parameters.ts'
import { readTemplate } from './template.ts'
import { checkTitle, isHttpUrl, lengthOf } from './text.ts'
import type { Attachment, Json, Message } from './types.ts'

/** The content of a message that a page sends. */
export type Outgoing = Pick<Message, 'text' | 'attachments' | 'quickReplies' | 'metadata'>

/** The limits of https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api. */
const MAX_TEXT = 2_000
const MAX_METADATA = 1_000
/** The limits of https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies. */
const MAX_QUICK_REPLIES = 13
const MAX_TITLE = 20
const MAX_PAYLOAD = 1_000
const FILES = new Set(['image', 'audio', 'video', 'file'])

/** Reads the parameter `message` of the Send API. Throws GraphError with code 100. */
export const readMessage = (message: Json): Outgoing => {
  const text = readText(message.text)
  const attachments = readAttachments(message.attachment)
  if (text === undefined && attachments === undefined)
    throw invalidParameter('Message cannot be empty, must provide valid attachment or text')
  if (text !== undefined && attachments !== undefined) throw invalidParameter('Cannot send both text and attachment')
  return defined({
    text,
    attachments,
    quickReplies: readQuickReplies(message.quick_replies),
    metadata: readMetadata(message.metadata),
  })
}

const readText = (text: unknown): string | undefined => {
  if (text === undefined || text === null) return undefined
  if (typeof text !== 'string') throw invalidParameter('Param message[text] must be a string.')
  if (text === '') throw invalidParameter('Message cannot be empty, must provide valid attachment or text')
  if (lengthOf(text) > MAX_TEXT)
    throw invalidParameter(`Length of param message[text] must be less than or equal to ${MAX_TEXT}`)
  return text
}

const readMetadata = (metadata: unknown): string | undefined => {
  if (metadata === undefined || metadata === null) return undefined
  if (typeof metadata !== 'string' || lengthOf(metadata) > MAX_METADATA)
    throw invalidParameter(`Param message[metadata] must be a string of at most ${MAX_METADATA} characters`)
  return metadata
}

const readAttachments = (attachment: unknown): readonly Attachment[] | undefined => {
  if (attachment === undefined || attachment === null) return undefined
  if (!isJson(attachment) || !isJson(attachment.payload) || typeof attachment.type !== 'string')
    throw invalidParameter('Param message[attachment] must have a type and a payload')
  const { type, payload } = attachment
  if (type === 'template') return [{ type, payload: readTemplate(payload) }]
  if (!FILES.has(type))
    throw invalidParameter(`Param message[attachment][type] must be one of {${[...FILES, 'template'].join(', ')}}`)
  if (payload.attachment_id === undefined && !isHttpUrl(payload.url))
    throw invalidParameter('Param message[attachment][payload][url] should represent a valid URL')
  return [{ type, payload }]
}

const readQuickReplies = (given: unknown): readonly Json[] | undefined => {
  if (given === undefined || given === null) return undefined
  if (!Array.isArray(given) || given.length > MAX_QUICK_REPLIES)
    throw invalidParameter(`Param message[quick_replies] must be an array of at most ${MAX_QUICK_REPLIES} elements`)
  return given.map((reply: unknown, index) => {
    if (!isJson(reply)) throw invalidParameter(`Param message[quick_replies][${index}] must be an object`)
    if (reply.content_type === 'user_phone_number' || reply.content_type === 'user_email') return reply
    if (reply.content_type !== 'text')
      throw invalidParameter(
        `Param message[quick_replies][${index}][content_type] must be one of {text, user_phone_number, user_email}`,
      )
    checkTitle(reply.title, MAX_TITLE, `message[quick_replies][${index}][title]`)
    if (lengthOf(String(reply.payload ?? '')) > MAX_PAYLOAD || reply.payload === undefined)
      throw invalidParameter(
        `Param message[quick_replies][${index}][payload] must have at most ${MAX_PAYLOAD} characters`,
      )
    return reply
  })
}
