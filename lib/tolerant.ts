import { hash } from 'node:crypto'
import type * as z from 'zod'
import { type Read, readTolerantly, type Warning } from './protocol/mend.ts'

/** Reads input of software that is not ours: see `readTolerantly`. */
export function tolerantly<S extends z.ZodType>(schema: S, input: unknown): Read<z.output<S>> {
  return readTolerantly(schema, input, { digest: text => `sha256:${hash('sha256', text, 'base64url')}` })
}

/** Our own fields, which a warning may name in the log. A name that is missing here is hidden, which does no harm. */
const OWN_FIELDS = new Set(
  (
    'id type text payload user fullName avatarUrl language attributes at channel userId threadId replies handoff reason priority ' +
    'trigger outcome comment epoch inReplyTo ifHeld message'
  ).split(' '),
)

/** Warnings as a log may hold them. A field that a sender named may be somebody's words, so its name is hidden. */
export function logged(warnings: readonly Warning[]): readonly Warning[] {
  const shown = (segment: string) => (OWN_FIELDS.has(segment) || /^\d*$/.test(segment) ? segment : '*')
  return warnings.map(({ path, message }) => ({ path: path.split('.').map(shown).join('.'), message }))
}
