import { type Loaded, MAX_DIRECT_WATCHERS, type SessionStore, type Watcher } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Clock } from '../ports/system.ts'
import type { SessionId } from '../protocol/ids.ts'
import { InterludeError } from '../protocol/problem.ts'
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

const TRIES = 10
const BACKOFF_MS = 20

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
  for (let tries = 0; tries < TRIES; tries++) {
    const loaded = await loadOrNew({ store, clock }, target)
    const { session, version, watchers } = loaded
    const known = watchers.find(({ connectionId }) => connectionId === watcher.connectionId)
    if (known ? known.expiresAt === watcher.expiresAt : when === 'if known') return loaded
    const others = watchers.filter(each => each !== known && isHeard(each, clock.now()))
    if (others.length >= MAX_DIRECT_WATCHERS) return loaded
    const after = [...others, watcher]
    if (await store.setWatchers(version, session, after)) return { session, version: version + 1, watchers: after }
    await clock.sleep(Math.random() * BACKOFF_MS * tries)
  }
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
  for (let tries = 0; tries < TRIES; tries++) {
    const loaded = await store.load(id)
    const watcher = loaded?.watchers.find(each => each.connectionId === connectionId)
    if (!loaded || !watcher) return undefined
    const { session, version } = loaded
    const watchers = loaded.watchers.filter(each => each.connectionId !== connectionId)
    if (await store.setWatchers(version, session, watchers)) {
      return { watcher, left: { session, version: version + 1, watchers } }
    }
    await clock.sleep(Math.random() * BACKOFF_MS * tries)
  }
  return undefined
}
