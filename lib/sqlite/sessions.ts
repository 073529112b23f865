import type { Entry } from '../protocol/entry.ts'
import type { EntryRange, SessionStore, Watcher } from '../session/ports.ts'
import type { Session } from '../session/session.ts'
import type { Engine } from './engine.ts'
import { episodeWriter } from './episodes.ts'
import type { Feed } from './feed.ts'
import { wordWriter } from './search.ts'

interface LockRow {
  readonly pk: number
  readonly version: number
  readonly revision: number
  readonly paused: number
  readonly name: string | null
  readonly watchers: string
}

const NOBODY = '[]'

/** Conversations and their logs, each by its own id. */
export function sessions(
  engine: Engine,
  feed: Feed,
): Pick<SessionStore, 'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes'> {
  const loaded = engine.prepare('SELECT version, watchers, state FROM session WHERE id = ?')
  const lock = engine.prepare('SELECT pk, version, revision, paused, name, watchers FROM session WHERE id = ?')
  const insert = engine.prepare(
    `INSERT INTO session (id, bot, version, revision, paused, last_event, due, name, watchers, state)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = engine.prepare(
    `UPDATE session SET version = version + 1, revision = ?, paused = ?, last_event = ?, due = ?, name = ?, state = ?
     WHERE pk = ?`,
  )
  const updateWatchers = engine.prepare('UPDATE session SET version = version + 1, watchers = ? WHERE pk = ?')
  const insertEntry = engine.prepare('INSERT INTO entry (session, seq, json) VALUES (?, ?, ?)')
  const putAttributes = engine.prepare('INSERT OR REPLACE INTO attributes (session, json) VALUES (?, ?)')
  const attributesOf = engine.prepare(
    'SELECT json FROM attributes WHERE session = (SELECT pk FROM session WHERE id = ?)',
  )
  const entriesAfter = engine.prepare(
    `SELECT json FROM entry WHERE session = (SELECT pk FROM session WHERE id = ?) AND seq > ? AND seq <= ?
     ORDER BY seq LIMIT ?`,
  )
  const entriesBefore = engine.prepare(
    `SELECT json FROM entry WHERE session = (SELECT pk FROM session WHERE id = ?) AND seq < ?
     ORDER BY seq DESC LIMIT ?`,
  )
  const putWords = wordWriter(engine)
  const putEpisode = episodeWriter(engine)

  const lockOf = (id: string) => lock.get(id) as LockRow | undefined

  function create(session: Session, state: string, due: number | null, name: string | null, watchers: string): number {
    const { id, botId, revision, lastEventAt } = session
    const row = insert.run(id, botId, revision, pausedOf(session), lastEventAt, due, name, watchers, state)
    return Number(row.lastInsertRowid)
  }

  return {
    load: id =>
      engine.read(() => {
        const row = loaded.get(id) as { version: number; watchers: string; state: string } | undefined
        return row && { session: JSON.parse(row.state), version: row.version, watchers: JSON.parse(row.watchers) }
      }),

    async commit(version, { session, entries, episodes, attributes, due = null }) {
      const state = JSON.stringify(session)
      const texts = entries.map(entry => ({ seq: entry.seq, json: JSON.stringify(entry) }))
      const attributesText = attributes && JSON.stringify(attributes)
      const name = session.user.fullName ?? ''

      return await engine.write(() => {
        const before = lockOf(session.id)
        if ((before?.version ?? 0) !== version) return false

        const pk = before?.pk ?? create(session, state, due, name, NOBODY)
        if (before) update.run(session.revision, pausedOf(session), session.lastEventAt, due, name, state, pk)
        if (before?.name !== name) putWords(pk, session, before !== undefined)
        for (const { seq, json } of texts) insertEntry.run(pk, seq, json)
        for (const episode of episodes) putEpisode(pk, session.botId, episode)
        if (attributesText !== undefined) putAttributes.run(pk, attributesText)
        if (texts.length > 0) {
          feed.append(before?.revision ?? 0, before?.paused ?? 0, before?.watchers ?? NOBODY, state)
        }
        return true
      })
    },

    async setWatchers(version, session, watchers: readonly Watcher[]) {
      const text = JSON.stringify(watchers)
      return await engine.write(() => {
        const before = lockOf(session.id)
        if ((before?.version ?? 0) !== version) return false
        if (before) updateWatchers.run(text, before.pk)
        else create(session, JSON.stringify(session), null, null, text)
        return true
      })
    },

    entries: (id, range: EntryRange) =>
      engine.read(() => {
        if ('before' in range) return entriesFrom(entriesBefore.all(id, range.before, range.limit)).reverse()
        const { after, upTo = Number.MAX_SAFE_INTEGER, limit } = range
        return entriesFrom(entriesAfter.all(id, after, upTo, limit))
      }),

    attributes: ids =>
      engine.read(() => {
        const rows = ids.map(id => [id, attributesOf.get(id) as { json: string } | undefined] as const)
        return new Map(rows.flatMap(([id, row]) => (row ? [[id, JSON.parse(row.json)] as const] : [])))
      }),
  }
}

function pausedOf({ control }: Session): 0 | 1 {
  return control.holder === 'human' ? 1 : 0
}

function entriesFrom(rows: readonly unknown[]): Entry[] {
  return (rows as readonly { json: string }[]).map(({ json }) => JSON.parse(json) as Entry)
}
