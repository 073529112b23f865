import { utf8Bytes } from '../../../lib/client/utf8.ts'
import { MAX_ENTRY_BYTES, MAX_NOTE_CHARS } from '../../../lib/protocol/wire.ts'
import type { Mode } from './drafts.ts'

/** How much may still be typed. */
export interface Room {
  /** Below zero where it is too much. */
  readonly left: number
  readonly unit: 'bytes' | 'characters'
  /** Worth showing: not much is left. */
  readonly isScarce: boolean
}

const SCARCE = 2_000
/** The room of an entry beside the text and the agent's name: ids, times and numbers. */
const OTHER_FIELDS_BYTES = 400

/** Returns the room in the entry that a text becomes. The log has it as JSON, so quotes and line breaks take two bytes. */
export function roomFor(mode: Mode, text: string, agent: { readonly id: string; readonly name?: string }): Room {
  const entry = utf8Bytes(JSON.stringify({ text, by: { type: 'agent', ...agent } })) + OTHER_FIELDS_BYTES
  const bytes = MAX_ENTRY_BYTES - entry
  const characters = MAX_NOTE_CHARS - text.length
  return mode === 'note' && characters < bytes
    ? { left: characters, unit: 'characters', isScarce: characters < SCARCE }
    : { left: bytes, unit: 'bytes', isScarce: bytes < SCARCE }
}
