import { isObject, type Mender, type Report } from './mend.ts'

/** The fields of a message during mending. */
interface Parts {
  type: unknown
  text: unknown
  payload: unknown
}

/**
 * Mends a message's content. Keeps text and payload wherever they are, and makes the type fit them. `types`: the known
 * types. `bare`: types that need neither text nor payload.
 */
export const contentMender = (types: readonly string[], bare: readonly string[] = []): Mender => ({
  mend(value, report) {
    if (typeof value === 'string') {
      report('was text instead of an object')
      return { text: value }
    }
    if (!isObject(value)) return value
    const parts: Parts = { type: value.type, text: value.text, payload: value.payload }
    mendPayload(parts, report)
    mendText(parts, report)
    mendType(parts, types, report)
    if (parts.text === '' && (parts.payload !== undefined || bare.includes(String(parts.type)))) {
      report('was empty and was left out', 'text')
      parts.text = undefined
    }
    if (isText(parts.type) && parts.text === undefined && parts.payload !== undefined) {
      report('became custom: the message has a payload and no text', 'type')
      parts.type = 'custom'
    }
    const { type: _type, text: _text, payload: _payload, ...rest } = value
    return { ...rest, ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) }
  },
})

function mendPayload(parts: Parts, report: Report): void {
  const { payload } = parts
  if (payload === null || payload === '') parts.payload = undefined
  else if (payload !== undefined && !isObject(payload)) {
    report('was not an object and became the field "value" of one', 'payload')
    parts.payload = { value: payload }
  }
}

function mendText(parts: Parts, report: Report): void {
  const { text, payload } = parts
  if (text === null) parts.text = undefined
  else if (typeof text === 'number' || typeof text === 'boolean') {
    report('became text', 'text')
    parts.text = String(text)
  } else if (Array.isArray(text) && text.length > 0 && text.every(line => typeof line === 'string')) {
    report('was a list and became lines of text', 'text')
    parts.text = text.join('\n')
  } else if (typeof text === 'object') {
    report('was not text and moved to the payload', 'text')
    parts.text = undefined
    parts.type = 'custom'
    parts.payload =
      isObject(payload) && !Object.hasOwn(payload, 'text')
        ? { ...payload, text }
        : { text, ...(isObject(payload) && { payload }) }
  }
}

function mendType(parts: Parts, types: readonly string[], report: Report): void {
  const { type, payload } = parts
  if (type === undefined || type === null || type === '') {
    parts.type = undefined
    return
  }
  if (types.includes(type as string)) return
  const small = typeof type === 'string' ? type.trim().toLowerCase() : ''
  if (types.includes(small)) {
    report('became lower case', 'type')
    parts.type = small
  } else if (isObject(payload)) {
    report('is unknown: the message became custom', 'type')
    parts.type = 'custom'
    if (isKept(type) && !Object.hasOwn(payload, 'type')) parts.payload = { type, ...payload }
  } else {
    report('is unknown: the message became text', 'type')
    parts.type = undefined
  }
}

/** Says whether the payload keeps an unknown type. A very long type must not displace the payload. */
const isKept = (type: unknown): type is string => typeof type === 'string' && type.length <= MAX_TYPE_CHARS
const MAX_TYPE_CHARS = 100

const isText = (type: unknown): boolean => type === undefined || type === 'text'

/** Mends a bot's list of replies: wraps a single reply, and drops empty ones and those after `max`. */
export const repliesUpTo = (max: number): Mender => ({
  mend(value, report) {
    const list = isObject(value) || (typeof value === 'string' && value !== '') ? [value] : value
    if (!Array.isArray(list)) return value === '' ? undefined : value
    if (list !== value) report('was one reply instead of a list')
    const flat = list.flat()
    if (list.some(Array.isArray)) report('contained lists of replies')
    if (flat.length > max) report(`were cut to ${max}`)
    return flat.slice(0, max).map((each, index) => {
      if (!isEmpty(each)) return each
      report('was empty and was dropped', String(index))
      return undefined
    })
  },
})

/** Says whether a reply has an empty text and nothing else. */
function isEmpty(reply: unknown): boolean {
  if (reply === null || reply === '') return true
  if (!isObject(reply) || !('text' in reply)) return false
  return Object.entries(reply).every(([name, value]) => name === 'type' || value === null || value === '')
}

/** Mends a bot's request for a person. Anything but a plain "no" is a request. */
export const handoffMender: Mender = {
  mend(value, report) {
    if (isObject(value)) return value
    const isNo =
      value === false ||
      value === 0 ||
      value === '' ||
      value === 'false' ||
      (Array.isArray(value) && value.length === 0)
    if (isNo) return undefined
    report('was not an object and counts as a request')
    return typeof value === 'string' && value !== 'true' ? { reason: value } : {}
  },
}

/** Mends a bot's answer: wraps a bare list of replies, or a bare reply. */
export const answerMender: Mender = {
  mend(value, report) {
    if (Array.isArray(value)) {
      report('was a list instead of an object')
      return { replies: value }
    }
    if (!isObject(value) || 'replies' in value || !('text' in value || 'payload' in value)) return value
    report('was a reply instead of an answer')
    const { handoff, ...reply } = value
    return { replies: [reply], handoff }
  },
}
