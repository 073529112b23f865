import type { Entry } from '../protocol/entry.ts'
import type { Log } from './log.ts'
import type { OkResult } from './socket.ts'
import type { Identity } from './state.ts'
import type { Command } from './surface.ts'

/** The result of a command that had its effect, or why there is none. */
export type Effect = OkResult | 'none' | 'uncertain'

/**
 * Looks in the log for the effect of a command whose answer was lost. `sentAfter`: the highest `seq` that the server
 * had when the command was first sent. Without an effect, sending the command again is safe. Expects a complete log
 * without the command's own message.
 */
export function effectOf(command: Command, sentAfter: number, log: Log, role: Identity['role']): Effect {
  if (log.after > sentAfter) return 'uncertain'
  const since = log.entries.filter(({ seq }) => seq > sentAfter)
  switch (command.type) {
    case 'message':
      return 'none'
    case 'note': {
      const written = since.find(entry => entry.kind === 'note' && !entry.remark && entry.text === command.text)
      return written ? { seq: written.seq } : 'none'
    }
    case 'pause':
    case 'unpause': {
      // If control has not changed, the command had no effect.
      if (!since.some(entry => isChangeFor(command, entry, role))) return 'none'
      const { isPaused } = log
      return isPaused === (command.type === 'pause') ? { isPaused, changed: false } : 'uncertain'
    }
    case 'approve': {
      const closed = since.find(entry => entry.kind === 'reviewed' && entry.of === command.of)
      return closed ? 'uncertain' : 'none'
    }
    case 'supervise':
      return since.some(isOfHandoff) ? 'uncertain' : 'none'
    case 'claim':
    case 'transfer':
    case 'decline':
      // Another agent may have done the same meanwhile, so only a log without a change says that there was none.
      return since.some(isOfHandoff) ? 'uncertain' : 'none'
    default:
      return command satisfies never
  }
}

const isOfHandoff = ({ kind }: Entry) =>
  kind === 'assigned' ||
  kind === 'transferred' ||
  kind === 'declined' ||
  kind === 'paused' ||
  kind === 'resumed' ||
  kind === 'supervised'

/** Whether an entry may be the effect of a `pause` or `unpause` of this role, or may have undone it. */
function isChangeFor({ type }: Command, entry: Entry, role: Identity['role']): boolean {
  switch (entry.kind) {
    case 'paused':
      return type === 'unpause' || entry.by.type === role
    case 'assigned':
    case 'resumed':
    case 'supervised':
      return true
    default:
      return false
  }
}
