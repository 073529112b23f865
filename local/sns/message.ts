import { randomUUID } from 'node:crypto'
import { type Attributes, readAttributes } from './attributes.ts'
import { invalidParameter } from './errors.ts'
import type { Query } from './query.ts'

export type Protocol = 'email' | 'sms' | 'http' | 'https'

export interface Message {
  readonly id: string
  readonly at: string
  readonly subject?: string
  readonly attributes: Attributes
  /** The text for a protocol, or the default text. */
  text(protocol: Protocol): string
}

/** The limit of a message with its attributes, and of a whole batch. */
export const MAX_BYTES = 256 * 1024

/** One line of at most 99 ASCII characters, not beginning with a space. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/

/** Reads the message of Publish or of an entry of PublishBatch. Throws the errors that SNS throws. */
export const readMessage = (query: Query, now: Date): Message => {
  const text = query.optional('Message') ?? ''
  const subject = query.optional('Subject')
  const structure = query.optional('MessageStructure')
  if (text === '') throw invalidParameter('Empty message')
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalidParameter('Subject')
  if (structure !== undefined && structure !== 'json') throw invalidParameter('MessageStructure')
  const texts = structure === 'json' ? readTexts(text) : new Map([['default', text]])
  const attributes = readAttributes(query)
  if (bytesOf(query) > MAX_BYTES) throw invalidParameter('Message too long')
  return {
    id: randomUUID(),
    at: now.toISOString(),
    ...(subject === undefined ? {} : { subject }),
    attributes,
    text: protocol => texts.get(protocol) ?? texts.get('default') ?? '',
  }
}

/** Counts the bytes of a message for the limit: its text, and its attributes' names, types and values. */
export const bytesOf = (query: Query): number => {
  let bytes = Buffer.byteLength(query.optional('Message') ?? '')
  for (const entry of query.entries('MessageAttributes')) {
    for (const part of ['Name', 'Value.DataType', 'Value.StringValue'])
      bytes += Buffer.byteLength(entry.optional(part) ?? '')
    bytes += Buffer.byteLength(entry.optional('Value.BinaryValue') ?? '', 'base64')
  }
  return bytes
}

const readTexts = (json: string): ReadonlyMap<string, string> => {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse')
  }
  const texts = new Map<string, string>()
  if (typeof parsed === 'object' && parsed !== null)
    for (const [protocol, text] of Object.entries(parsed)) if (typeof text === 'string') texts.set(protocol, text)
  if (!texts.has('default')) throw invalidParameter('Message Structure - No default entry in JSON message body')
  return texts
}
