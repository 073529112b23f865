import { hash } from 'node:crypto'
import type * as z from 'zod'
import type { Log } from './ports/system.ts'
import { type Read, readTolerantly, type Warning } from './protocol/mend.ts'

/** Reads input of other software: see `readTolerantly`. */
export function tolerantly<S extends z.ZodType>(schema: S, input: unknown): Read<z.output<S>> {
  return readTolerantly(schema, input, { digest: text => `sha256:${hash('sha256', text, 'base64url')}` })
}

/** Reports a field of some input that Interlude changed or dropped. */
export type Warn = (path: string, message: string) => void

/** Logs the changed and dropped fields of some input, if there are any. `about`: tells where the input came from. */
export function logMended(log: Log, warnings: readonly Warning[], about: Readonly<Record<string, unknown>>): void {
  if (warnings.length > 0) log.warn('input mended', { ...about, warnings: logged(warnings) })
}

/** Field names that a log line may show. Hiding a name that is missing here does no harm. */
const OWN_FIELDS = new Set(
  (
    'id type text payload user fullName avatarUrl language attributes at channel userId threadId replies handoff reason priority ' +
    'trigger outcome comment epoch inReplyTo ifHeld message upTo'
  ).split(' '),
)

/** Makes warnings safe for the log: hides unknown field names, which may contain personal data. */
export function logged(warnings: readonly Warning[]): readonly Warning[] {
  const shown = (segment: string) => (OWN_FIELDS.has(segment) || /^\d*$/.test(segment) ? segment : '*')
  return warnings.map(({ path, message }) => ({ path: path.split('.').map(shown).join('.'), message }))
}
