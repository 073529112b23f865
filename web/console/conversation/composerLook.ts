import { asLine, oneLine } from '../../../lib/protocol/line.ts'
import { buttonClasses } from '../ui/Button.tsx'
import type { Mode } from './drafts.ts'

/** Keeps the hint on one line of a phone. A user's id, if it replaces a name, is not longer than this. */
const MAX_SHOWN_NAME_CHARS = 21

/** The classes of the composer in each mode. */
export const LOOKS: Readonly<Record<Mode, { readonly ground: string; readonly field: string; readonly send: string }>> =
  {
    reply: { ground: 'bg-raised', field: 'border-line-strong bg-ground', send: buttonClasses('primary') },
    note: {
      ground: 'bg-note-ground',
      field: 'border-waiting bg-note-ground',
      send: `${buttonClasses('plain')} border-waiting! text-waiting!`,
    },
  }

/** Cuts a name for the hint. */
export function hinted(name: string): string {
  const line = asLine(name)
  return line.length > MAX_SHOWN_NAME_CHARS ? `${oneLine(line, MAX_SHOWN_NAME_CHARS)}…` : line
}
