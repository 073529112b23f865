import { type Loaded, MAX_DIRECT_WATCHERS, type SessionStore, type Watcher } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Clock } from '../ports/system.ts'
import type { SessionId } from '../protocol/ids.ts'
import { InterludeError } from '../protocol/problem.ts'
import { retry } from '../retry.ts'
import type { Instant } from '../session/session.ts'
import { loadOrNew, type Target } from './load.ts'

export interface WatchPorts {
  readonly store: SessionStore & SocketStore
  readonly clock: Clock
}

/** Whether frames may still be pushed to a socket: only while its token is valid. */
export function isHeard({ expiresAt }: { readonly expiresAt?: Instant }, now: Instant): boolean {
  return expiresAt === undefined || now < expiresAt
}

/**
 * Makes a socket a direct watcher of a conversation, or renews its expiry. Replaces watchers whose token has ended. It
 * returns the conversation as of this write, so every later commit is pushed to the socket and no entry is missed. The
 * change feed serves the watchers after the first 16.
 */
export async function addWatcher(ports: WatchPorts, target: Target, watcher: Watcher): Promise<Loaded> {
  return await withWatcher(ports, target, watcher, 'anyway')
}

/** Renews the expiry if the socket is a direct watcher. */
export async function renewWatcher(ports: WatchPorts, target: Target, watcher: Watcher): Promise<void> {
  await withWatcher(ports, target, watcher, 'if known')
}

async function withWatcher(
  { store, clock }: WatchPorts,
  target: Target,
  watcher: Watcher,
  when: 'anyway' | 'if known',
): Promise<Loaded> {
  const watched = await retry(clock, async () => {
    const loaded = await loadOrNew({ store, clock }, target)
    const { session, version, watchers } = loaded
    const known = watchers.find(({ connectionId }) => connectionId === watcher.connectionId)
    if (known ? known.expiresAt === watcher.expiresAt : when === 'if known') return loaded
    const others = watchers.filter(each => each !== known && isHeard(each, clock.now()))
    if (others.length >= MAX_DIRECT_WATCHERS) return loaded
    const after = [...others, watcher]
    if (!(await store.setWatchers(version, session, after))) return undefined
    return { session, version: version + 1, watchers: after }
  })
  if (watched) return watched
  throw new InterludeError('session.busy', 'too many changes to this conversation at once', { retryAfterSeconds: 1 })
}

/**
 * Removes a socket from a conversation's watchers, and returns the removed watcher and the conversation without it. If
 * every attempt loses to other writes, the watcher stays until a push finds it gone.
 */
export async function dropWatcher(
  { store, clock }: WatchPorts,
  id: SessionId,
  connectionId: string,
): Promise<{ readonly watcher: Watcher; readonly left: Loaded } | undefined> {
  const dropped = await retry(clock, async () => {
    const loaded = await store.load(id)
    const watcher = loaded?.watchers.find(each => each.connectionId === connectionId)
    if (!loaded || !watcher) return {}
    const { session, version } = loaded
    const watchers = loaded.watchers.filter(each => each.connectionId !== connectionId)
    if (!(await store.setWatchers(version, session, watchers))) return undefined
    return { removed: { watcher, left: { session, version: version + 1, watchers } } }
  })
  return dropped?.removed
}
