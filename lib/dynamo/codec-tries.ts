import { defined, type Whole } from '../defined.ts'
import type { DeliveryClaim, Session, Tries } from '../session/session.ts'

type NextHandback = NonNullable<Session['nextHandback']>

/** Fields that most tries lack. Packed last, and only if present: `m` missing, `s` skippedSince, `o` of, `c` callsSent. */
interface PackedRest {
  readonly m?: number
  readonly s?: number
  readonly o?: number
  readonly c?: number
}
export type PackedDelivery = readonly [seq: number, by: string, until: number, attempts: number, rest?: PackedRest]
export type PackedHandback = readonly [at: number, attempts: number, rest?: PackedRest]

export function encodeDelivery({ seq, by, until, attempts, of, callsSent, ...tries }: DeliveryClaim): PackedDelivery {
  const rest = { ...encodeTries(tries), ...defined({ o: of, c: callsSent }) }
  return isEmpty(rest) ? [seq, by, until, attempts] : [seq, by, until, attempts, rest]
}

export function decodeDelivery([seq, by, until, attempts, rest = {}]: PackedDelivery): DeliveryClaim {
  const fields: Whole<Omit<DeliveryClaim, keyof Tries>> = { seq, by, until, of: rest.o, callsSent: rest.c }
  return { attempts, ...decodeTries(rest), ...defined(fields) }
}

export function encodeHandback({ at, attempts, ...tries }: NextHandback): PackedHandback {
  const rest = encodeTries(tries)
  return isEmpty(rest) ? [at, attempts] : [at, attempts, rest]
}

export function decodeHandback([at, attempts, rest = {}]: PackedHandback): NextHandback {
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
