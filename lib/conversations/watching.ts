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

/** Whether a socket may still be pushed to: nobody hears more than their token allows. */
export function isHeard({ expiresAt }: { readonly expiresAt?: Instant }, now: Instant): boolean {
  return expiresAt === undefined || now < expiresAt
}

const TRIES = 10
const BACKOFF_MS = 20

/**
 * Puts a socket among those that a conversation's commits are pushed to, or renews when its token ends; a place whose token has
 * ended is free. It reads its answer after that, so every later commit meets the socket: nothing falls between. The change
 * feed serves the watchers past the first sixteen.
 */
export async function addWatcher(ports: WatchPorts, target: Target, watcher: Watcher): Promise<Loaded> {
  return await withWatcher(ports, target, watcher, 'anyway')
}

/** Notes a fresh token where the socket is among those that are pushed to. */
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
 * Takes a socket from a conversation's watchers: answers which watcher that was, and the conversation without it. One that stays by bad
 * luck is met dead by the next push, and taken then.
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
