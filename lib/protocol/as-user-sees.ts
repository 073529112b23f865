import { defined } from '../defined.ts'
import type { Actor, Entry, MessageEntry } from './entry.ts'

/**
 * Returns an entry as an end user may see it. Hides notes, drafts, and internal fields (agent's id, reason, priority).
 */
export function asUserSees(entry: Entry): Entry | undefined {
  switch (entry.kind) {
    case 'message':
      return entry.by.type === 'user' ? entry : publicMessage(entry)
    case 'paused': {
      const { seq, at, epoch, kind, by, episode } = entry
      return { seq, at, epoch, kind, by: publicActor(by), trigger: by.type, priority: 'normal', episode }
    }
    case 'resumed': {
      const { seq, at, epoch, kind, by, outcome, episode, rateUntil } = entry
      return { seq, at, epoch, kind, by: publicActor(by), outcome, episode, ...defined({ rateUntil }) }
    }
    case 'assigned': {
      const { by: _by, ...assigned } = entry
      return { ...assigned, agent: publicActor(entry.agent) }
    }
    case 'transferred': {
      const { by, from, to, queue: _queue, ...transferred } = entry
      const parties = { ...(from && { from: publicActor(from) }), ...(to && { to: publicActor(to) }) }
      return { ...transferred, by: publicActor(by), ...parties, reason: '' }
    }
    case 'rated':
      return { ...entry, by: publicActor(entry.by) }
    case 'declined':
    case 'snoozed':
    case 'woken':
    case 'withheld':
    case 'note':
    case 'tagged':
    case 'alerted':
    case 'acknowledged':
    case 'undeliverable':
    case 'redelivery':
    case 'proposed':
    case 'reviewed':
    case 'supervised':
      return undefined
    default:
      return entry satisfies never
  }
}

function publicMessage({ clientId: _id, approvedBy: _by, edited: _edited, ...message }: MessageEntry): MessageEntry {
  return { ...message, by: publicActor(message.by) }
}

function publicActor({ type, name }: Actor): Actor {
  return { type, ...defined({ name }) }
}
