import { utf8Bytes } from '../../../lib/client/utf8.ts'
import { MAX_ENTRY_BYTES, MAX_NOTE_CHARS } from '../../../lib/protocol/wire.ts'
import { type Added, messageWith } from './added.ts'
import type { Mode } from './drafts.ts'

/** The room that is left for typing. */
export interface Room {
  /** Negative if the text is too long. */
  readonly left: number
  readonly unit: 'bytes' | 'characters'
  /** Set if little is left, so that it is worth showing. */
  readonly isScarce: boolean
}

const SCARCE = 2_000
/** Bytes of an entry beside the text and the agent's name: ids, times and numbers. */
const OTHER_FIELDS_BYTES = 400

/**
 * Returns the room in the log entry of a text and the choices that go along with it. The entry is JSON, so quotes and line
 * breaks take two bytes.
 */
export function roomFor(
  mode: Mode,
  text: string,
  added: Added,
  agent: { readonly id: string; readonly name?: string },
): Room {
  const said = mode === 'note' ? { text } : messageWith(text, added)
  const entry = utf8Bytes(JSON.stringify({ ...said, by: { type: 'agent', ...agent } })) + OTHER_FIELDS_BYTES
  const bytes = MAX_ENTRY_BYTES - entry
  const characters = MAX_NOTE_CHARS - text.length
  return mode === 'note' && characters < bytes
    ? { left: characters, unit: 'characters', isScarce: characters < SCARCE }
    : { left: bytes, unit: 'bytes', isScarce: bytes < SCARCE }
}
