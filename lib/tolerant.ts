import { hash } from 'node:crypto'
import type * as z from 'zod'
import { type Read, readTolerantly } from './protocol/mend.ts'

/** Reads input of software that is not ours: see `readTolerantly`. */
export function tolerantly<S extends z.ZodType>(schema: S, input: unknown): Read<z.output<S>> {
  return readTolerantly(schema, input, { digest: text => `sha256:${hash('sha256', text, 'base64url')}` })
}
