import { defined, type Whole } from '../defined.ts'
import type { Sending, Session, Tries } from '../session/session.ts'

type Telling = NonNullable<Session['telling']>

/** Fields that most tries lack. Packed last, and only if present: `m` missing, `s` skippedSince, `o` of. */
interface PackedRest {
  readonly m?: number
  readonly s?: number
  readonly o?: number
}
export type PackedSending = readonly [seq: number, by: string, until: number, attempts: number, rest?: PackedRest]
export type PackedTelling = readonly [at: number, attempts: number, rest?: PackedRest]

export function encodeSending({ seq, by, until, attempts, of, ...tries }: Sending): PackedSending {
  const rest = { ...encodeTries(tries), ...defined({ o: of }) }
  return isEmpty(rest) ? [seq, by, until, attempts] : [seq, by, until, attempts, rest]
}

export function decodeSending([seq, by, until, attempts, rest = {}]: PackedSending): Sending {
  return { seq, by, until, attempts, ...decodeTries(rest), ...defined({ of: rest.o }) }
}

export function encodeTelling({ at, attempts, ...tries }: Telling): PackedTelling {
  const rest = encodeTries(tries)
  return isEmpty(rest) ? [at, attempts] : [at, attempts, rest]
}

export function decodeTelling([at, attempts, rest = {}]: PackedTelling): Telling {
  return { at, attempts, ...decodeTries(rest) }
}

function encodeTries({ missing, skippedSince }: Omit<Tries, 'attempts'>): PackedRest {
  return defined({ m: missing, s: skippedSince })
}

function decodeTries({ m, s }: PackedRest): Omit<Tries, 'attempts'> {
  const fields: Whole<Omit<Tries, 'attempts'>> = { missing: m, skippedSince: s }
  return defined(fields)
}

function isEmpty(rest: PackedRest): boolean {
  return Object.keys(rest).length === 0
}
