import type { Loaded } from '../ports/sessions.ts'
import type { SessionId } from '../protocol/ids.ts'

/**
 * The conversations of late as they stand in the file, so that one under way is not read anew with each message. True as
 * long as nobody else writes to the file, which its lock sees to.
 */
export interface KnownSessions {
  get(id: SessionId): Loaded | undefined
  /** Takes in what was read or written; what is older than what is known already changes nothing. */
  put(loaded: Loaded): void
  /** Takes in that the file no longer has this version. Whoever was first has told already what it has, as a rule. */
  outdated(id: SessionId, version: number): void
  /** Of a write that failed nobody knows what the file has. */
  forget(id: SessionId): void
}

/** Past so many, those that were longest not asked for are forgotten. */
const MAX_SESSIONS = 4_096

export function knownSessions(): KnownSessions {
  // Two generations: what is asked for comes back into the newer one, and the older one is dropped whole.
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
