import type { Loaded, Watcher } from '../ports/sessions.ts'
import type { Session } from '../session/session.ts'
import type { Engine } from './engine.ts'
import { type KnownSessions, knownSessions } from './known-sessions.ts'
import { NOBODY } from './writes/session-row.ts'

/** Where a row of a list leads, and the version that it shows. */
export interface Place {
  readonly pk: number
  readonly id: string
  readonly version: number
}

/** Conversations as they stand in the file, read from there only where they are not known already. Reads are made within `engine.read`. */
export interface StoredSessions {
  readonly known: KnownSessions
  byId(id: string): Loaded | undefined
  /** The conversation that a list has found, within the same `engine.readAtOnce`. */
  at(place: Place): Session
}

interface Row {
  readonly version: number
  readonly watchers: string
  readonly state: string
}

export function storedSessions(engine: Engine): StoredSessions {
  const known = knownSessions()
  const byId = engine.prepare('SELECT version, watchers, state FROM session WHERE id = ?')
  const byPk = engine.prepare('SELECT version, watchers, state FROM session WHERE pk = ?')

  function read({ version, watchers, state }: Row): Loaded {
    const loaded = { session: JSON.parse(state), version, watchers: watchersFrom(watchers) }
    known.put(loaded)
    return loaded
  }

  return {
    known,
    byId(id) {
      const loaded = known.get(id)
      if (loaded) return loaded
      const row = byId.get(id) as Row | undefined
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
