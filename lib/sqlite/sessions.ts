import type { SessionStore } from '../ports/sessions.ts'
import { isAttended } from '../session/holder.ts'
import { agentIdOf, queueOf, waitingSince } from '../session/listed.ts'
import { seatingOf } from '../session/seats.ts'
import type { Session } from '../session/session.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import type { LogReader } from './log.ts'
import { KEY_OF_ID, keysOf } from './session-keys.ts'
import { type StoredSessions, watchersFrom } from './stored.ts'
import { type CommitInput, NO_QUEUE, type SessionRow } from './writes/session-row.ts'

/** Conversations and their logs, by id. */
export function sessions(
  database: Database,
  feed: Feed,
  stored: StoredSessions,
  log: LogReader,
): Pick<SessionStore, 'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes'> {
  const { known } = stored
  const attributesOf = database.prepare(`SELECT json FROM attributes WHERE session = ${KEY_OF_ID}`)

  async function orForget<T>(id: string, result: Promise<T>): Promise<T> {
    try {
      return await result
    } catch (error) {
      known.forget(id)
      throw error
    }
  }

  return {
    load: id => database.read(() => stored.byId(id)),

    async commit(version, decision) {
      const { session, entries, episodes, attributes, due = null } = decision
      const input: CommitInput = {
        version,
        row: rowOf(session, due),
        entries: entries.map(entry => ({ seq: entry.seq, json: JSON.stringify(entry) })),
        episodes: episodes.map(each => ({
          number: each.number,
          startedAt: each.startedAt,
          json: JSON.stringify(each),
        })),
        attributes: attributes && JSON.stringify(attributes),
        seating: seatingOf(decision),
        tallies: decision.tallies,
      }
      const result = database.write('commit', input, committed => {
        if (!committed) return known.outdated(session.id, version)
        const watchers = watchersFrom(committed.watchers)
        known.put({ session, version: version + 1, watchers })
        if (committed.appended) feed.committed({ session, watchers, ...committed.appended })
      })
      return (await orForget(session.id, result)) !== false
    },

    async setWatchers(version, session, watchers) {
      const input = { version, row: rowOf(session, null), watchers: JSON.stringify(watchers) }
      const result = database.write('setWatchers', input, isWritten => {
        // The write does not change the stored session, whatever `session` is, so read it again.
        known.forget(session.id)
        return isWritten
      })
      return await orForget(session.id, result)
    },

    entries: (id, range) => database.readAtOnce(() => log.entries(id, range)),

    attributes: ids =>
      database.read(() => {
        const rows = ids.map(id => [id, attributesOf.get(...keysOf(id)) as { json: string } | undefined] as const)
        return new Map(rows.flatMap(([id, row]) => (row ? [[id, JSON.parse(row.json)] as const] : [])))
      }),
  }
}

function rowOf(session: Session, due: number | null): SessionRow {
  const { id, botId, channel, userId, threadId, user, revision, lastEventAt } = session
  const since = waitingSince(session)
  return {
    id,
    botId,
    channel,
    userId,
    hasThread: threadId !== undefined,
    fullName: user.fullName ?? '',
    email: user.email ?? '',
    revision,
    paused: isAttended(session) ? 1 : 0,
    lastEventAt,
    waitingSince: since ?? null,
    queue: since === undefined ? null : (queueOf(session) ?? NO_QUEUE),
    agentId: agentIdOf(session) ?? null,
    due,
    state: JSON.stringify(session),
  }
}
