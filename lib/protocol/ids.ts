import * as z from 'zod'
import { NOT_ON_A_LINE } from './line.ts'

// Clients take these out of a path, and would ask for another one.
const isNoDot = (id: string) => id !== '.' && id !== '..'
const noDots = 'must not be . or ..'

/** An identifier of Interlude's or the operator's own making (bots, sessions, keys): it never needs encoding. */
export const PathId = z
  .string()
  .regex(/^[A-Za-z0-9._~@:=+-]{1,256}$/, 'must be 1 to 256 of A-Z a-z 0-9 . _ ~ @ : = + -')
  .refine(isNoDot, noDots)
  .meta({ id: 'PathId', description: 'An identifier in a path.' })

const anyText = (without: string, error: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(new RegExp(`^[^${NOT_ON_A_LINE}${without}]*$`), error)
    .refine(id => id.isWellFormed(), 'must be whole characters')
    .refine(isNoDot, noDots)

/** An identifier of a channel's own making, in a body or a query: any text without control and bidi characters. */
export const BodyId = anyText('', 'must not contain control or bidi characters')

/**
 * The same in a path, percent-encoded: what the HTTP API's decoding leaves unambiguous. It makes a separator of an encoded
 * slash and cuts the path at an encoded question mark. An encoded percent sign could be decoded twice on its way, and U+FFFD
 * stands for what could not be decoded.
 */
export const EncodedId = anyText('/?%\\\\\\ufffd', 'must not contain / ? % \\ or control or bidi characters').meta({
  id: 'EncodedId',
  description: 'An identifier of a channel’s own making in a path, percent-encoded as UTF-8.',
})

/** A conversation's id: derived from bot, channel, user and thread, so the same person always lands in the same one. */
export const SessionId = z
  .string()
  .regex(/^ses_[A-Za-z0-9_-]{22}$/, 'must be ses_ and 22 characters')
  .meta({ id: 'SessionId' })
export type SessionId = z.infer<typeof SessionId>

/** The client's own name for a command; sending it again gets the first answer and changes nothing. */
export const CommandId = z
  .string()
  .min(1)
  .max(128)
  .meta({ description: 'Idempotency id of the command, made by the client.' })

/** A time, ISO 8601 in UTC. */
export const Time = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' })

/** A number of an entry of a conversation's log: 1, 2, 3… without gaps. 0 stands before the first. */
export const Seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
