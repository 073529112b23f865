import type { Entry } from '../protocol/entry.ts'
import type { TailEntry } from './session.ts'

/**
 * Maximum bytes of JSON for the tail in the STATE item, which is rewritten with every message and billed by its size.
 */
export const MAX_TAIL_BYTES = 512

/** The entries of a commit as STATE stores them: whole while they fit, later ones without their texts. */
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
    case 'proposed':
    case 'withheld': {
      const { text: _text, payload: _payload, ...head } = entry
      return { ...head, cut: true }
    }
    case 'note':
      return { ...entry, text: '', cut: true }
    case 'supervised': {
      const { reason: _reason, ...head } = entry
      return { ...head, cut: true }
    }
    case 'paused': {
      const { reason: _reason, summary: _summary, context: _context, ...head } = entry
      return { ...head, cut: true }
    }
    case 'tagged': {
      const { added: _added, removed: _removed, ...head } = entry
      return { ...head, cut: true }
    }
    case 'resumed':
    case 'rated': {
      const { comment: _comment, ...head } = entry
      return { ...head, cut: true }
    }
    case 'declined':
    case 'undeliverable':
      return { ...entry, reason: '', cut: true }
    case 'assigned':
    case 'snoozed':
    case 'woken':
    case 'transferred':
    case 'alerted':
    case 'acknowledged':
    case 'redelivery':
    case 'reviewed':
      return entry
    default:
      return entry satisfies never
  }
}
