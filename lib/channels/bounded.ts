import { defined } from '../defined.ts'
import { cut } from '../protocol/menders.ts'
import type { Content } from '../protocol/message.ts'

/** Longest text of a message. The platforms' own limits are far below. */
const MAX_TEXT_CHARS = 100_000
/** Largest payload, in bytes as JSON. An entry of the log holds it beside other fields. */
const MAX_PAYLOAD_BYTES = 16 * 1024

/** Cuts a content of a platform that is too large to keep, and reports it. */
export function bounded(content: Content, warn: (what: string) => void): Content {
  const { type, text, payload } = content
  const short = text === undefined ? undefined : cut(text, MAX_TEXT_CHARS)
  if (short !== text) warn(`the text was cut to ${MAX_TEXT_CHARS} characters`)
  if (payload === undefined || Buffer.byteLength(JSON.stringify(payload)) <= MAX_PAYLOAD_BYTES) {
    return { type, ...defined({ text: short, payload }) }
  }
  warn('the payload is too large and was dropped')
  return short === undefined ? { type: 'text', text: `(${type})` } : { type, text: short }
}
