import { hash } from 'node:crypto'
import { BodyId } from '../protocol/ids.ts'
import { isObject } from '../protocol/mend.ts'

/*
 * Reading of JSON that a platform sent. Meta's documentation writes some numbers as texts, and some ids as numbers, so
 * both are read.
 */

export type Json = Readonly<Record<string, unknown>>

export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Returns a text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Returns the id of a person, a page or an app. A number that lost digits is no id. */
export function idOf(value: unknown): string | undefined {
  const id = Number.isSafeInteger(value) ? String(value) : value
  return BodyId.safeParse(id).success ? (id as string) : undefined
}

const FIRST_MS = 1e11
const FROM = Date.UTC(2010)
const TO = Date.UTC(2100)

/**
 * Returns a time in milliseconds. Smaller numbers are seconds, as in the example of developers.facebook.com,
 * "messaging_postbacks Webhook Event Reference". A time before 2010 or after 2100 is none.
 */
export function instantOf(value: unknown): number | undefined {
  const isNumeral = typeof value === 'string' && /^\d{9,14}$/.test(value)
  if (typeof value !== 'number' && !isNumeral) return undefined
  const number = Number(value)
  const ms = Math.floor(number < FIRST_MS ? number * 1000 : number)
  return ms >= FROM && ms < TO ? ms : undefined
}

/** Returns a time as ISO 8601. */
export function isoOf(value: unknown): string | undefined {
  const ms = instantOf(value)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

const MAX_ID_CHARS = 128

/**
 * Makes the id of a command from the platform's id of a message. `part`: number of the content in its message. A digest
 * replaces a long one, since a command's id has at most 128 characters.
 */
export function partId(mid: string, part = 1): string {
  const id = part === 1 ? mid : `${mid}:${part}`
  return id.length > MAX_ID_CHARS ? digest(id) : id
}

/** Makes the id of an event that has none of its own. A redelivery of the same event gets the same id. */
export function derivedId(kind: string, ...facts: readonly unknown[]): string {
  return `${kind}:${digest(JSON.stringify(facts.map(fact => kept(fact) ?? null)))}`
}

function digest(text: string): string {
  return `sha256:${hash('sha256', text.toWellFormed(), 'base64url')}`
}

const MAX_DEPTH = 10

/** Copies a part of an event for a payload. Leaves out what is nested more than ten deep: recursive code has limits. */
export function kept(value: unknown, depth = MAX_DEPTH): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return undefined
  if (Array.isArray(value)) return value.map(each => kept(each, depth - 1)).filter(each => each !== undefined)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const copy = kept(each, depth - 1)
      return copy === undefined ? [] : [[name, copy]]
    }),
  )
}
