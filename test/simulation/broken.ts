import { defined } from '../../lib/defined.ts'
import type { Conversation } from '../../lib/memory/memory.ts'
import type { Facts, Scope } from './explored-world.ts'
import type { MemoryState } from './memory-state.ts'
import { BOT_PAUSED, type Complaint, judgeCommit, judgeSeen, type Seen, type Stored } from './properties.ts'

/** A broken promise, thrown as soon as it is found. */
export class Broken extends Error {}

/** Judges the effect of a call on the store. Throws `Broken`. */
export function judgeStore(scope: Scope, before: MemoryState, after: MemoryState, { answers, botKnows }: Facts): void {
  for (const [id, conversation] of after.conversations) {
    const old = before.conversations.get(id)
    if (old === conversation) continue
    const given = {
      botWidePauses: scope.configChanges === true,
      botIsPaused: answers.has(BOT_PAUSED),
      botKnows,
    }
    const complaint: Complaint = judgeCommit(old && asStored(old), asStored(conversation), given)
    if (complaint !== undefined) throw new Broken(complaint)
  }
}

/** Judges an observation of a conversation by what is stored at that time. Throws `Broken`. */
export function judgeAt(scope: Scope, store: MemoryState, id: string, seen: Seen): void {
  const stored = storedOf(store, id)
  // An unpause of an unknown conversation answers that the bot has control, and stores nothing.
  if (!stored && seen.kind === 'unpaused' && !seen.isPaused && !seen.changed) return
  const complaint = stored
    ? judgeSeen(stored, seen, { botWidePauses: scope.configChanges === true })
    : 'something is seen of a conversation that is not stored'
  if (complaint !== undefined) throw new Broken(complaint)
}

export function storedOf(store: MemoryState, id: string): Stored | undefined {
  const conversation = store.conversations.get(id)
  return conversation && asStored(conversation)
}

function asStored({ loaded, log, due }: Conversation): Stored {
  return { session: loaded.session, log, ...defined({ due }) }
}
