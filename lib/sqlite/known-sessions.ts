import type { Loaded } from '../ports/sessions.ts'
import type { SessionId } from '../protocol/ids.ts'

/**
 * A cache of recent conversations as stored in the file, so that an active one is not read again with each message. It
 * is valid as long as no other process writes to the file, which the lock ensures.
 */
export interface KnownSessions {
  get(id: SessionId): Loaded | undefined
  /** Caches a conversation that was read or written, unless the cache has a newer version. */
  put(loaded: Loaded): void
  /**
   * Drops this version after a commit on it failed. The winning commit has usually cached the newer version already.
   */
  outdated(id: SessionId, version: number): void
  /** Drops a conversation after a failed write, since the file's state is unknown. */
  forget(id: SessionId): void
}

/** Maximum number of conversations. The least recently used are dropped. */
const MAX_SESSIONS = 4_096

export function knownSessions(): KnownSessions {
  // Two generations: a used entry moves to the newer one, and the older one is dropped as a whole.
  let recent = new Map<SessionId, Loaded>()
  let older = new Map<SessionId, Loaded>()

  function keep(loaded: Loaded): void {
    recent.set(loaded.session.id, loaded)
    if (recent.size < MAX_SESSIONS / 2) return
    older = recent
    recent = new Map()
  }

  const newest = (id: SessionId) => recent.get(id) ?? older.get(id)

  function forget(id: SessionId): void {
    recent.delete(id)
    older.delete(id)
  }

  return {
    get(id) {
      const known = recent.get(id)
      if (known) return known
      const returning = older.get(id)
      if (returning) keep(returning)
      return returning
    },
    put(loaded) {
      const known = newest(loaded.session.id)
      if (!known || known.version < loaded.version) keep(loaded)
    },
    outdated(id, version) {
      if (newest(id)?.version === version) forget(id)
    },
    forget,
  }
}
