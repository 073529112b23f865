import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import { briefOf, causeOf } from '../protocol/cause.ts'
import type { BriefView } from '../protocol/conversation.ts'
import type { Entry } from '../protocol/entry.ts'
import { episodeId, type Session } from '../session/session.ts'
import { entryAt } from './entry-at.ts'

/** Most entries at the end of an episode in which agents who declined are searched. */
const LOOKED_AT = 200

/** Reads the brief of the open episode from the log, which alone has it. Empty if the bot has the conversation. */
export async function briefFor(store: SessionStore, session: Session): Promise<BriefView> {
  const { id, control, episodes, revision } = session
  if (control.holder === 'bot') return { declined: [] }
  const limit = Math.min(LOOKED_AT, revision - control.seq)
  const [paused, newest] = await Promise.all([
    entryAt(store, id, control.seq),
    limit > 0 ? store.entries(id, { before: revision + 1, limit }) : [],
  ])
  return {
    episodeId: episodeId(session, episodes),
    ...defined({ reason: causeOf(control).reason }),
    ...(paused?.kind === 'paused' && briefOf(paused)),
    declined: newest.flatMap(asDeclined),
  }
}

/** An agent who declined the conversation, or who had it and put it back. */
function asDeclined(entry: Entry): BriefView['declined'] {
  const isPutBack = entry.kind === 'transferred' && entry.by.type === 'agent' && entry.from && !entry.to && !entry.queue
  if (entry.kind !== 'declined' && !isPutBack) return []
  const { seq, at, by, reason } = entry
  return reason === '' ? [] : [{ seq, at, by, reason }]
}
