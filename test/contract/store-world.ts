import { expect, vi } from 'vitest'
import { noMetrics } from '../../lib/conversations/counts.ts'
import { execute } from '../../lib/conversations/execute.ts'
import type { ChangeFeed, FeedItem, SessionChange } from '../../lib/ports/feed.ts'
import type { Loaded, SessionQuery, Watcher } from '../../lib/ports/sessions.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { CommandOf, OutcomeOf, Verb } from '../../lib/session/commands.ts'
import { type Decision, decide } from '../../lib/session/decide.ts'
import { defaultPolicy, type Policy } from '../../lib/session/policy.ts'
import { type Address, newSession, sessionId } from '../../lib/session/session.ts'
import { manualClock } from '../support/clock.ts'
import { silentLog, silentSockets } from '../support/silent.ts'

/** Waits until the assertion holds: lists may lag behind acknowledged commits. */
export async function eventually(assertion: () => Promise<void>): Promise<void> {
  await vi.waitFor(assertion, { timeout: 10_000, interval: 10 })
}

/** The tags that conversations may get. */
export const TAGS: readonly string[] = [
  'refund',
  'Été 👍',
  ...Array.from({ length: 20 }, (_, n) => `a long name of a tag, number ${n}`),
]

/** Commands over the store under test, decided by the real domain. */
export function storeWorld(store: Store, feed: ChangeFeed) {
  const clock = manualClock()
  const policy: Policy = { ...defaultPolicy, rating: true, queues: { sales: {} }, tags: TAGS }
  const policyOf = async () => policy
  const ports = { store, sockets: silentSockets, clock, policyOf, log: silentLog, metrics: noMetrics }

  const world = {
    clock,

    /** Executes a command as every handler does. */
    async does<V extends Verb>(who: Address, command: CommandOf<V> & { readonly verb: V }) {
      return await execute<V>(ports, who, command)
    },

    /** Executes a command for a bot whose agents may have at most `capacity` conversations each. */
    async doesWithin<V extends Verb>(capacity: number, who: Address, command: CommandOf<V> & { readonly verb: V }) {
      return await execute<V>({ ...ports, policyOf: async () => ({ ...policy, capacity }) }, who, command)
    },

    /** Returns what a command would write to the current conversation, without writing it. */
    async decides<V extends Verb>(
      who: Address,
      command: CommandOf<V> & { readonly verb: V },
    ): Promise<{ loaded: Loaded; decision: Decision<OutcomeOf<V>> }> {
      const loaded = await loadOrNew(who)
      return { loaded, decision: decide<V>(loaded.session, command, clock.now(), policy) }
    },

    async load(who: Address): Promise<Loaded> {
      const loaded = await store.load(sessionId(who))
      expect(loaded, 'the conversation is stored').toBeDefined()
      return loaded!
    },

    /** Sets the watchers of a conversation. */
    async watches(who: Address, watchers: readonly Watcher[]): Promise<boolean> {
      const { session, version } = await loadOrNew(who)
      return await store.setWatchers(version, session, watchers)
    },

    async log(who: Address) {
      return await store.entries(sessionId(who), { after: 0, limit: 1000 })
    },

    /** The users of a page of a list. */
    async users(query: Partial<SessionQuery> = {}) {
      const page = await store.list({ botId: 'shop', status: 'all', limit: 100, ...query } as SessionQuery)
      return page.items.map(({ userId }) => userId)
    },

    async found(text: string, botId = 'shop') {
      const sessions = await store.search({ botId, text, limit: 100 })
      return sessions.map(({ userId }) => userId).sort()
    },

    /** Reads and acknowledges the feed until it has returned `count` different changes. */
    async changes(count: number): Promise<SessionChange[]> {
      const seen = new Map<string, SessionChange>()
      await eventually(async () => {
        const items = await feed.read(100)
        for (const { change } of items) seen.set(`${change.session.id} ${change.session.revision}`, change)
        await acknowledge(items)
        expect(seen.size, 'changes in the feed').toBeGreaterThanOrEqual(count)
      })
      expect(seen.size, 'changes in the feed').toBe(count)
      return [...seen.values()]
    },
  }

  async function loadOrNew(who: Address): Promise<Loaded> {
    const loaded = await store.load(sessionId(who))
    return loaded ?? { session: newSession(who, clock.now()), version: 0, watchers: [] }
  }

  async function acknowledge(items: readonly FeedItem[]) {
    const last = items.at(-1)
    if (last) await feed.acknowledge(last.position)
  }

  return world
}

export type StoreWorld = ReturnType<typeof storeWorld>

/** Follows a paged listing to its end. */
export async function allPages<T>(
  page: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
): Promise<T[][]> {
  const pages: T[][] = []
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    pages.push([...items])
    cursor = next
    expect(pages.length, 'a listing comes to its end').toBeLessThan(100)
  } while (cursor !== undefined)
  return pages
}
