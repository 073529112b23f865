import type { Loaded, Watcher } from '../ports/sessions.ts'
import type { Session } from '../session/session.ts'
import type { Database } from './database.ts'
import { type KnownSessions, knownSessions } from './known-sessions.ts'
import { HAS_ID, keysOf } from './session-keys.ts'
import { sessionFrom } from './session-text.ts'
import { NOBODY } from './writes/session-row.ts'

/** The row of a listed conversation, and its version. */
export interface Place {
  readonly pk: number
  readonly id: string
  readonly version: number
}

/** Stored conversations, read from the file only if the cache lacks them. Call within `database.read`. */
export interface StoredSessions {
  readonly known: KnownSessions
  byId(id: string): Loaded | undefined
  /** The conversation of a listed row. Call within the same `database.readAtOnce` as the list. */
  at(place: Place): Session
}

interface Row {
  readonly version: number
  readonly watchers: string
  readonly state: string
}

export function storedSessions(database: Database): StoredSessions {
  const known = knownSessions()
  const byId = database.prepare(`SELECT version, watchers, state FROM session WHERE ${HAS_ID}`)
  const byPk = database.prepare('SELECT version, watchers, state FROM session WHERE pk = ?')

  function read({ version, watchers, state }: Row): Loaded {
    const loaded = { session: sessionFrom(state), version, watchers: watchersFrom(watchers) }
    known.put(loaded)
    return loaded
  }

  return {
    known,
    byId(id) {
      const loaded = known.get(id)
      if (loaded) return loaded
      const row = byId.get(...keysOf(id)) as Row | undefined
      return row && read(row)
    },
    at({ pk, id, version }) {
      const loaded = known.get(id)
      return (loaded?.version === version ? loaded : read(byPk.get(pk) as unknown as Row)).session
    },
  }
}

export function watchersFrom(text: string): readonly Watcher[] {
  return text === NOBODY ? [] : JSON.parse(text)
}
