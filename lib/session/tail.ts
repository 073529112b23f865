import type { Entry } from '../protocol/entry.ts'
import type { TailEntry } from './session.ts'

/** Bytes of JSON that the tail may take of the STATE item, which is rewritten, and billed by its size, with every message. */
export const MAX_TAIL_BYTES = 512

/** The entries of a commit as STATE carries them: whole while there is room, cut to their heads past it. */
export function tailOf(entries: readonly Entry[]): readonly TailEntry[] {
  let room = MAX_TAIL_BYTES
  return entries.map(entry => {
    const bytes = Buffer.byteLength(JSON.stringify(entry))
    if (bytes <= room) {
      room -= bytes
      return entry
    }
    return cut(entry)
  })
}

function cut(entry: Entry): TailEntry {
  switch (entry.kind) {
    case 'message':
    case 'withheld': {
      const { text: _text, payload: _payload, ...head } = entry
      return { ...head, cut: true }
    }
    case 'note':
      return { ...entry, text: '', cut: true }
    case 'paused': {
      const { reason: _reason, ...head } = entry
      return { ...head, cut: true }
    }
    case 'resumed': {
      const { comment: _comment, ...head } = entry
      return { ...head, cut: true }
    }
    case 'undeliverable':
      return { ...entry, reason: '', cut: true }
    case 'assigned':
    case 'transferred':
    case 'alerted':
    case 'redelivery':
      return entry
    default:
      return entry satisfies never
  }
}
