import type { ChangeFeed } from '../ports/feed.ts'
import type { Store } from '../ports/store.ts'
import { agents } from './agents.ts'
import { alerts } from './alerts.ts'
import { bots } from './bots.ts'
import { channels } from './channels.ts'
import { deadEvents } from './dead-events.ts'
import { episodes } from './episodes.ts'
import { createFeed, type Feed } from './feed.ts'
import { lists } from './lists.ts'
import { type AtOnce, emptyMemory, type Memory } from './memory.ts'
import { notifications } from './notifications.ts'
import { ownReplies } from './own-replies.ts'
import { readMarks } from './read-marks.ts'
import { receipts } from './receipts.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { signOuts } from './sign-outs.ts'
import { sockets } from './sockets.ts'
import { subscriptions } from './subscriptions.ts'
import { threads } from './threads.ts'

export interface MemoryStore extends Store {
  readonly feed: ChangeFeed
  /** Ends all waits for changes. Later calls of `feed.wait` return at once. */
  close(): void
}

/**
 * The store in this process's memory: the shortest complete implementation of the ports, as a reference for other
 * engines and for simulations. Nothing outlives the process, and lists and search scan everything, so do not run it in
 * production.
 *
 * @example
 * ```ts
 * const store = openMemoryStore()
 * const app = compose({ ...parts, store })
 * store.close()
 * ```
 */
export function openMemoryStore(): MemoryStore {
  const memory = emptyMemory()
  const feed = createFeed(memory)
  const { read, acknowledge } = promised<Pick<ChangeFeed, 'read' | 'acknowledge'>>(feed)
  return {
    ...promised<Store>(operations(memory, feed)),
    feed: { read, acknowledge, wait: feed.wait },
    close: () => feed.close(),
  }
}

/** All methods of the store, without promises. */
export function operations(memory: Memory, feed: Feed): AtOnce<Store> {
  return {
    ...sessions(memory, feed),
    ...lists(memory),
    ...search(memory),
    ...episodes(memory),
    ...threads(memory),
    ...bots(memory),
    ...channels(memory),
    ...sockets(memory),
    ...agents(memory),
    ...alerts(memory),
    ...readMarks(memory),
    ...receipts(memory),
    ...signOuts(memory),
    ...notifications(memory),
    ...deadEvents(memory),
    ...subscriptions(memory),
    ...ownReplies(memory),
  }
}

/** The port of these methods: each result is a promise, and an error rejects it. */
function promised<Port>(methods: AtOnce<Port>): Port {
  const all = Object.entries(methods as Readonly<Record<string, (...args: unknown[]) => unknown>>)
  return Object.fromEntries(
    all.map(([name, method]) => [name, async (...args: unknown[]) => method(...args)]),
  ) as unknown as Port
}
