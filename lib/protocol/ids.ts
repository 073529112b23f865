import * as z from 'zod'
import { NOT_ON_A_LINE } from './line.ts'
import { menders } from './mend.ts'
import { commandId, identifier, optionalIdentifier, utcTime, wholeNumber } from './menders.ts'

// Clients remove these from a path, and would request another one.
const isNoDot = (id: string) => id !== '.' && id !== '..'
const noDots = 'must not be . or ..'

/** An identifier that Interlude or the operator chose (bots, sessions, keys). It never needs encoding. */
export const PathId = z
  .string()
  .regex(/^[A-Za-z0-9._~@:=+-]{1,256}$/, 'must be 1 to 256 characters of A-Z a-z 0-9 . _ ~ @ : = + -')
  .refine(isNoDot, noDots)
  .meta({ id: 'PathId', description: 'Identifier in a path.' })

const anyText = (without: string, error: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .regex(new RegExp(`^[^${NOT_ON_A_LINE}${without}]*$`), error)
    .refine(id => id.isWellFormed(), 'must be well-formed Unicode')
    .refine(isNoDot, noDots)

const bodyId = anyText('', 'must not contain control or bidi characters')

/**
 * A channel's identifier in a path, percent-encoded. Excludes characters that API Gateway's decoding makes ambiguous:
 * an encoded slash becomes a separator, an encoded question mark cuts the path, an encoded percent sign may be decoded
 * twice, and U+FFFD replaces invalid bytes.
 */
export const EncodedId = anyText('/?%\\\\\\ufffd', 'must not contain / ? % \\ or control or bidi characters').meta({
  id: 'EncodedId',
  description: 'Identifier that a channel chose, in a path, percent-encoded as UTF-8.',
})

/** An identifier that a channel chose, in a body or a query: any text without control and bidi characters. */
export const BodyId = bodyId.register(menders, identifier)

/** An optional one. Empty text counts as missing. */
export const OptionalBodyId = bodyId.describe('Empty text counts as missing.').register(menders, optionalIdentifier)

/** A conversation's id, derived from bot, channel, user and thread: the same user always gets the same conversation. */
export const SessionId = z
  .string()
  .regex(/^ses_[A-Za-z0-9_-]{22}$/, 'must be ses_ followed by 22 characters')
  .meta({ id: 'SessionId' })
export type SessionId = z.infer<typeof SessionId>

const MAX_COMMAND_ID_CHARS = 128

/** A client's id for a command. A command with the same id gets the first answer and changes nothing. */
export const CommandId = z
  .string()
  .min(1)
  .max(MAX_COMMAND_ID_CHARS)
  .meta({ description: 'Idempotency id of the command, chosen by the client.' })
  .register(menders, commandId(MAX_COMMAND_ID_CHARS))

/** A time, ISO 8601 in UTC. */
export const Time = z.iso.datetime().meta({ description: 'ISO 8601, UTC.' }).register(menders, utcTime)

/** The number of an entry in a log: 1, 2, 3… without gaps. 0 is the position before the first. */
export const Seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER).register(menders, wholeNumber)

/** Number of times that control changed hands. */
export const Epoch = z.int().min(0).register(menders, wholeNumber)
