import type { Loaded, SessionStore } from '../ports/sessions.ts'
import type { Clock } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'
import { type Address, newSession, type Session, sessionId } from '../session/session.ts'

/** A conversation by its address (created if it is new), or by its id and bot (which must exist). */
export type Target = Address | { readonly id: string; readonly botId: string }

export interface LoadPorts {
  readonly store: SessionStore
  readonly clock: Clock
}

/** Returns the id of the target's conversation. */
export function idOf(target: Target): string {
  return 'id' in target ? target.id : sessionId(target)
}

/**
 * Loads the stored conversation, or makes a new one if the target is an address. Throws `session.not_found` for another
 * bot's conversation.
 */
export async function loadOrNew({ store, clock }: LoadPorts, target: Target): Promise<Loaded> {
  const loaded = await store.load(idOf(target))
  if (loaded && loaded.session.botId === target.botId) return loaded
  if ('id' in target) throw new InterludeError('session.not_found', 'this bot has no such conversation')
  return { session: newSession(target, clock.now()), version: 0, watchers: [] }
}

/** Loads a conversation as `loadOrNew` does. Returns nothing in place of `session.not_found`. */
export async function loadIfKnown(ports: LoadPorts, target: Target): Promise<Session | undefined> {
  try {
    return (await loadOrNew(ports, target)).session
  } catch (error) {
    if (error instanceof InterludeError && error.code === 'session.not_found') return undefined
    throw error
  }
}
