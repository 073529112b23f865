import { defined } from '../../defined.ts'
import { isObject } from '../../protocol/mend.ts'
import type { Content } from '../../protocol/message.ts'
import { bounded } from '../bounded.ts'
import { type Json, kept, listOf, objectOf, partId, textOf } from '../fields.ts'
import { contentOf, linkOf, withoutTwins } from './attachments.ts'

/**
 * Reads the contents of a message or an echo, at least one, in one order: the text, then the attachments. The title and
 * the address of a shared link belong to the text, if there is one. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform, "messages Webhook Event Reference".
 */
export function contentsOf(message: Json, warn: (what: string) => void): readonly Content[] {
  const attachments = withoutTwins(listOf(message.attachments).filter(isObject))
  const text = textOf(message.text)
  const links = text === undefined ? [] : attachments.filter(isLink)
  const others = attachments.filter(each => !links.includes(each))
  const words = text === undefined ? [] : [wordsOf(text, message, links.map(linkOf))]
  const [first = UNSUPPORTED, ...rest] = [...words, ...others.map(contentOf)]
  return [beside(first, message), ...rest].map(content => bounded(content, warn))
}

/** The content of a message that Meta could not describe. */
const UNSUPPORTED: Content = { type: 'custom', payload: { type: 'unsupported' } }

function isLink(attachment: Json): boolean {
  const { url, title } = linkOf(attachment)
  return attachment.type === 'fallback' && (url !== undefined || title !== undefined)
}

function wordsOf(text: string, { quick_reply }: Json, links: readonly object[]): Content {
  const payload = textOf(objectOf(quick_reply).payload)
  const found = { ...defined({ payload }), ...(links.length > 0 && { links }) }
  const hasPayload = Object.keys(found).length > 0
  return { type: isObject(quick_reply) ? 'quick_reply' : 'text', text, ...(hasPayload && { payload: found }) }
}

/** Adds to a content what the message says beside it: the message that it answers, and the way that the user came. */
function beside(content: Content, { reply_to, referral }: Json): Content {
  const mid = textOf(objectOf(reply_to).mid)
  if (mid === undefined && !isObject(referral)) return content
  const replyTo = mid === undefined ? undefined : partId(mid)
  return { ...content, payload: { ...content.payload, ...defined({ replyTo, referral: kept(referral) }) } }
}
