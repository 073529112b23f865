import type { DatabaseSync } from 'node:sqlite'
import { agentWrites } from './agents.ts'
import { botWrites } from './bots.ts'
import { channelWrites } from './channels.ts'
import { deadEventWrites } from './dead-events.ts'
import { feedWrites } from './feed.ts'
import { logWrites } from './log.ts'
import { notificationWrites } from './notifications.ts'
import { ownReplyWrites } from './own-replies.ts'
import { readMarkWrites } from './read-marks.ts'
import { receiptWrites } from './receipts.ts'
import { reportWrites } from './reports.ts'
import { sessionWrites } from './sessions.ts'
import { signOutWrites } from './sign-outs.ts'
import { subscriptionWrites } from './subscriptions.ts'

/**
 * All writes to the file, by name. Each runs within a transaction that it shares with others, so it only writes. Inputs
 * and results are plain data, since it may run in another thread.
 */
export function writesOver(db: DatabaseSync) {
  const feed = feedWrites(db)
  const agents = agentWrites(db)
  const reports = reportWrites(db)
  return {
    ...sessionWrites(db, {
      appendToLog: logWrites(db),
      appendToFeed: feed.append,
      seat: agents.seat,
      count: reports.count,
    }),
    ...agents.writes,
    ...reports.writes,
    ...botWrites(db),
    ...channelWrites(db),
    ...readMarkWrites(db),
    ...receiptWrites(db),
    ...signOutWrites(db),
    ...notificationWrites(db),
    ...deadEventWrites(db),
    ...subscriptionWrites(db),
    ...ownReplyWrites(db),
    acknowledge: feed.acknowledge,
  }
}

type Writes = ReturnType<typeof writesOver>
export type WriteName = keyof Writes
export type InputOf<Name extends WriteName> = Parameters<Writes[Name]>[0]
export type ResultOf<Name extends WriteName> = ReturnType<Writes[Name]>

/** One requested write. */
export type Write = { readonly [Name in WriteName]: { readonly name: Name; readonly input: InputOf<Name> } }[WriteName]
