import { describe } from 'vitest'
import type { ChangeFeed } from '../../lib/ports/feed.ts'
import type { Store } from '../../lib/ports/store.ts'
import { agentPromises } from './agents.ts'
import { alertPromises } from './alerts.ts'
import { botPromises } from './bots.ts'
import { channelPromises } from './channels.ts'
import { commitPromises } from './commits.ts'
import { deadEventPromises } from './dead-events.ts'
import { feedPromises } from './feed.ts'
import { handoffPromises } from './handoffs.ts'
import { heldPromises } from './held.ts'
import { listPromises } from './lists.ts'
import { notificationPromises } from './notifications.ts'
import { ownReplyPromises } from './own-replies.ts'
import { readMarkPromises } from './read-marks.ts'
import { receiptPromises } from './receipts.ts'
import { reportPromises } from './reports.ts'
import { reviewPromises } from './reviews.ts'
import { searchPromises } from './search.ts'
import { signOutPromises } from './sign-outs.ts'
import { socketPromises } from './sockets.ts'
import { spellingPromises } from './spellings.ts'
import { subscriptionPromises } from './subscriptions.ts'
import { describeOver } from './suite.ts'
import { tagPromises } from './tags.ts'
import { threadPromises } from './threads.ts'
import { watcherPromises } from './watchers.ts'

export interface StoreUnderTest {
  readonly store: Store
  readonly feed: ChangeFeed
  close(): Promise<void>
}

/**
 * Tests every promise of the store's ports (`lib/ports`) on one engine. A test file of an engine:
 *
 * ```ts
 * storeContract('SQLite in memory', async () => {
 *   const store = openSqliteStore({ path: ':memory:' })
 *   return { store, feed: store.feed, close: async () => store.close() }
 * })
 * ```
 *
 * Calls `open` before each test for an empty store with an empty feed (a new table, not a new process if its start is
 * slow), and `close` after it. Lists, search, due deadlines, handoffs and the feed may lag, so they are polled. `load`,
 * `commit`, `entries`, `attributes`, `episodes`, `threads`, read marks, receipts, dead letters, own replies, and all methods of bots, channels and sockets but
 * `agentSockets` must not.
 */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store's contract over ${name}`, () => {
    describeOver('commits and the log', open, commitPromises)
    describeOver('handoffs that several commands change at once', open, handoffPromises)
    describeOver('replies of a supervised bot that several agents decide on', open, reviewPromises)
    describeOver('tags and macros', open, tagPromises)
    describeOver('watchers', open, watcherPromises)
    describeOver('threads of a user', open, threadPromises)
    describeOver('lists and deadlines', open, listPromises)
    describeOver('waiting and assigned conversations', open, heldPromises)
    describeOver('search', open, searchPromises)
    describeOver('the spellings of names', open, spellingPromises)
    describeOver('bots and keys', open, botPromises)
    describeOver('accounts and applications of platforms', open, channelPromises)
    describeOver('sockets', open, socketPromises)
    describeOver('agents and their loads', open, agentPromises)
    describeOver('counters of handoffs and their summaries', open, reportPromises)
    describeOver('alerts', open, alertPromises)
    describeOver('read marks', open, readMarkPromises)
    describeOver('receipts', open, receiptPromises)
    describeOver('sign-outs of agents', open, signOutPromises)
    describeOver('notifications', open, notificationPromises)
    describeOver('dead letters of events', open, deadEventPromises)
    describeOver('subscriptions to alerts', open, subscriptionPromises)
    describeOver('own canned replies of agents', open, ownReplyPromises)
    describeOver('the change feed', open, feedPromises)
  })
}
