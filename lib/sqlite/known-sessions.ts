import QuickLRU from 'quick-lru'
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

/** Size of a generation. The cache has two, so it keeps at least this many conversations and at most twice as many. */
const GENERATION = 2_048

export function knownSessions(): KnownSessions {
  const sessions = new QuickLRU<SessionId, Loaded>({ maxSize: GENERATION })
  return {
    get: id => sessions.get(id),
    put(loaded) {
      const { id } = loaded.session
      const known = sessions.peek(id)
      if (!known || known.version < loaded.version) sessions.set(id, loaded)
    },
    outdated(id, version) {
      if (sessions.peek(id)?.version === version) sessions.delete(id)
    },
    forget: id => void sessions.delete(id),
  }
}
