import type { EntryRange, SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import { isAttended } from '../session/holder.ts'
import { agentIdOf, queueOf, waitingSince } from '../session/listed.ts'
import { seatingOf } from '../session/seats.ts'
import type { Session } from '../session/session.ts'
import type { Database } from './database.ts'
import type { Feed } from './feed.ts'
import { type StoredSessions, watchersFrom } from './stored.ts'
import { type CommitInput, NO_QUEUE, type SessionRow } from './writes/session-row.ts'

/** Conversations and their logs, by id. */
export function sessions(
  database: Database,
  feed: Feed,
  stored: StoredSessions,
): Pick<SessionStore, 'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes'> {
  const { known } = stored
  const attributesOf = database.prepare(
    'SELECT json FROM attributes WHERE session = (SELECT pk FROM session WHERE id = ?)',
  )
  const entriesAfter = database.prepare(
    `SELECT json FROM entry WHERE session = (SELECT pk FROM session WHERE id = ?) AND seq > ? AND seq <= ?
     ORDER BY seq LIMIT ?`,
  )
  const entriesBefore = database.prepare(
    `SELECT json FROM entry WHERE session = (SELECT pk FROM session WHERE id = ?) AND seq < ?
     ORDER BY seq DESC LIMIT ?`,
  )

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

    entries: (id, range: EntryRange) =>
      database.read(() => {
        if ('before' in range) return entriesFrom(entriesBefore.all(id, range.before, range.limit)).reverse()
        const { after, upTo = Number.MAX_SAFE_INTEGER, limit } = range
        return entriesFrom(entriesAfter.all(id, after, upTo, limit))
      }),

    attributes: ids =>
      database.read(() => {
        const rows = ids.map(id => [id, attributesOf.get(id) as { json: string } | undefined] as const)
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

function entriesFrom(rows: readonly unknown[]): Entry[] {
  return (rows as readonly { json: string }[]).map(({ json }) => JSON.parse(json) as Entry)
}
