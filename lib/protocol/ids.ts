import * as z from 'zod'

/** What an identifier may look like where it stands in a path (the HTTP API decodes paths, so anything else is ambiguous). */
export const PathId = z
  .string()
  .regex(/^[A-Za-z0-9._~@:=+-]{1,256}$/, 'must be 1 to 256 of A-Z a-z 0-9 . _ ~ @ : = + -')
  // Clients take these out of a path, and would ask for another one.
  .refine(id => id !== '.' && id !== '..', 'must not be . or ..')
  .meta({ id: 'PathId', description: 'An identifier in a path.' })

/** An identifier of a channel's own making, in a body: any text without control characters. */
export const BodyId = z
  .string()
  .min(1)
  .max(256)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it forbids
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters')

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
