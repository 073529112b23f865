import * as z from 'zod'
import { asLine } from './line.ts'
import type { Mender, Report } from './mend.ts'

/** Cuts a text to `max` characters (code points, as the schemas count them). */
export function cut(text: string, max: number): string {
  return text.length > max ? [...text].slice(0, max).join('') : text
}

/**
 * Mends a text of at most `max` characters. Turns a number into text. `otherwise` replaces a missing, empty or other
 * value.
 */
export const textUpTo = (max: number, otherwise?: string): Mender => ({
  mend(value, report) {
    const text = asText(value, report)
    if (typeof text === 'string' && text !== '') return shortened(text, max, report)
    if (otherwise === undefined) return value
    report('was missing: a default text replaces it')
    return otherwise
  },
})

/** Mends a text of one line. */
export const lineUpTo = (max: number): Mender => ({
  mend(value, report) {
    const text = asText(value, report)
    if (typeof text !== 'string') return value
    const line = asLine(text)
    if (line !== text) report('became one line')
    return shortened(line, max, report).trimEnd()
  },
})

function shortened(text: string, max: number, report: Report): string {
  const short = cut(text, max)
  if (short !== text) report(`was cut to ${max} characters`)
  return short
}

function asText(value: unknown, report: Report): unknown {
  if (typeof value !== 'number') return value
  report('was a number and became text')
  return String(value)
}

/** Mends one of a list of words: makes it lower case. */
export const smallLetters: Mender = {
  mend(value, report) {
    if (typeof value !== 'string') return value
    report('became lower case')
    return value.trim().toLowerCase()
  },
}

/** Mends a whole number that was sent as text. */
export const wholeNumber: Mender = {
  mend(value, report) {
    if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) return value
    report('was text and became a number')
    return Number(value)
  },
  essential: true,
}

/** Mends a condition that was sent as text. Never drops it: that would run a command that it should prevent. */
export const yesOrNo: Mender = {
  mend(value, report) {
    if (value !== 'true' && value !== 'false') return value
    report('was text and became true or false')
    return value === 'true'
  },
  essential: true,
}

/** Turns a safe integer into text. A larger number has lost digits, so two ids could become one. */
const asWholeText = (value: unknown): string | undefined => (Number.isSafeInteger(value) ? String(value) : undefined)

/** Mends an id: only turns a number into text. Two users must never become one. */
export const identifier: Mender = {
  mend(value, report) {
    const text = asWholeText(value)
    if (text === undefined) return value
    report('was a number and became text')
    return text
  },
  essential: true,
}

/** Mends an optional id. */
export const optionalIdentifier: Mender = {
  mend: (value, report, tools) => (value === '' ? undefined : identifier.mend(value, report, tools)),
  essential: true,
}

/** Mends a command's id. Replaces a long one by a digest, which still identifies the command. */
export const commandId = (max: number): Mender => ({
  mend(value, report, { digest }) {
    if (value === '') {
      report('was empty: the command has no id')
      return undefined
    }
    if (typeof value === 'string' && value.length > max) {
      report(`has more than ${max} characters: a digest replaces it`)
      return digest(value)
    }
    const text = asWholeText(value)
    if (text === undefined) return value
    report('was a number and became text')
    return text
  },
})

const WithOffset = z.iso.datetime({ offset: true })
/** Numbers from here on are milliseconds, smaller ones are seconds. Both ranges end in the year 5138. */
const FIRST_MS = 1e11
/** Smaller numbers (before 1973) are not times of messages. */
const FIRST_SECOND = 1e8

/** Mends a time: with an offset, or as seconds or milliseconds since 1970, as a number or as text. */
export const utcTime: Mender = {
  mend(value, report) {
    const ms = instantOf(value)
    if (ms === undefined) return value
    report('was converted to UTC')
    return new Date(ms).toISOString()
  },
}

function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,14}(\.\d+)?$/.test(value))) {
    const number = Number(value)
    if (number >= FIRST_MS * 1000 || !(number >= FIRST_SECOND)) return undefined
    return Math.floor(number >= FIRST_MS ? number : number * 1000)
  }
  if (typeof value !== 'string') return undefined
  const [, day, time, seconds = ':00', zone] =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)? ?([Zz]|[+-]\d\d:?\d\d)$/.exec(value) ?? []
  if (zone === undefined) return undefined
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const text = `${day}T${time}${seconds}${offset}`
  return WithOffset.safeParse(text).success ? Date.parse(text) : undefined
}
