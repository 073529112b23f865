import { defined } from '../defined.ts'
import type { PausedEntry } from '../protocol/entry.ts'
import type { ConversationEvent } from '../protocol/events.ts'
import { type EventEntry, eventType } from '../session/events.ts'
import { type Address, episodeId, type Session } from '../session/session.ts'
import { sessionRef } from './session-ref.ts'

/** A conversation by its id and by the channel's ids. */
export type Addressed = Address & Pick<Session, 'id'>

/** Makes the event of an entry. The same entry always gives the same event. */
export function eventOf(session: Addressed, entry: EventEntry): ConversationEvent {
  const { kind: _kind, at, epoch: _epoch, ...rest } = entry.kind === 'paused' ? withoutBrief(entry) : entry
  const { episode, ...data } = 'episode' in rest ? rest : { ...rest, episode: undefined }
  return {
    type: eventType(entry),
    id: `${session.id}:${entry.seq}`,
    botId: session.botId,
    session: sessionRef(session),
    ...defined({ episodeId: episode === undefined ? undefined : episodeId(session, episode) }),
    at,
    data,
  } as ConversationEvent
}

/** A brief may repeat what the user wrote, and events have no texts of messages. */
function withoutBrief({ summary: _summary, context: _context, ...entry }: PausedEntry): EventEntry {
  return entry
}
