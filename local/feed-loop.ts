import { callsForMore, carryOut, type FeedRecord, show } from '../functions/dispatch/dispatch.ts'
import { dispatchLive } from '../functions/dispatch/live.ts'
import type { App } from '../lib/app.ts'
import type { ChangeFeed } from '../lib/ports/feed.ts'
import { type Loop, loop } from './loops.ts'
import { LIVE_WINDOW_MS, window } from './window.ts'

const BATCH = 256
const IDLE_MS = 1_000
const LOOK_AGAIN_MS = 5
const ACKNOWLEDGE_EVERY_MS = 50
/** The most records that may wait for slow calls. At this number the loop reads no more. */
const MAX_UNDER_WAY = 4_096
/**
 * Attempts at one conversation's records. Their work also has a deadline, so the clock takes over after the last one.
 */
const MAX_TRIES = 5
const RETRY_MS = 500

/**
 * Serves the change feed of the embedded store as the stream does on AWS with parallelization: shows each batch to
 * agents at once, and makes the calls to the outside concurrently, in order within a conversation, so that a dead
 * webhook delays no other conversation. Acknowledges up to the first record that is not done.
 */
export function feedLoop(app: App, feed: ChangeFeed, maxUnderWay: number = MAX_UNDER_WAY): Loop {
  const underWay: { readonly position: string; done: boolean }[] = []
  const chains = new Map<string, Promise<void>>()
  const live = window<FeedRecord>(LIVE_WINDOW_MS, records => dispatchLive(app, records), app.log)
  let readUpTo: string | undefined
  let acknowledgedAt = Number.NEGATIVE_INFINITY

  /** Settles one conversation's records after its earlier records. */
  const carryOutInOrder = (session: string, records: readonly FeedRecord[], marks: readonly { done: boolean }[]) => {
    const chain = (chains.get(session) ?? Promise.resolve())
      .then(() => carryOutPersistently(app, records))
      .then(() => {
        for (const mark of marks) mark.done = true
        if (chains.get(session) === chain) chains.delete(session)
      })
    chains.set(session, chain)
  }

  const acknowledge = async () => {
    acknowledgedAt = app.clock.now()
    const open = underWay.findIndex(({ done }) => !done)
    const done = underWay.splice(0, open === -1 ? underWay.length : open)
    const last = done.at(-1)
    if (last) await feed.acknowledge(last.position)
  }

  /**
   * Acknowledges every 50 ms or at the limit, without waiting: it costs a disk write, and only saves work after a
   * crash.
   */
  const acknowledgeInTime = () => {
    if (underWay.length < maxUnderWay && app.clock.now() - acknowledgedAt < ACKNOWLEDGE_EVERY_MS) return
    acknowledge().catch(error => app.log.warn('acknowledging the feed failed', { error: String(error) }))
  }

  const feeding = loop(async () => {
    acknowledgeInTime()
    // Not `feed.wait`: it returns at once while there is more to read, so this loop would spin.
    if (underWay.length >= maxUnderWay) return await app.clock.sleep(LOOK_AGAIN_MS)
    const records = await feed.read(BATCH, readUpTo)
    if (records.length === 0) return await feed.wait(underWay.length > 0 ? LOOK_AGAIN_MS : IDLE_MS)
    readUpTo = records.at(-1)?.position
    const marked = records.map(record => ({ record, mark: { position: record.position, done: !callsForMore(record) } }))
    underWay.push(...marked.map(({ mark }) => mark))
    live.add(records)
    await showPersistently(app, records)
    const open = marked.filter(({ mark }) => !mark.done)
    for (const [session, of] of Map.groupBy(open, ({ record }) => record.change.session.id)) {
      carryOutInOrder(
        session,
        of.map(({ record }) => record),
        of.map(({ mark }) => mark),
      )
    }
  }, app)

  return {
    stop: async () => {
      await feeding.stop()
      await Promise.all(chains.values())
      await acknowledge()
      await live.stop()
    },
  }
}

/** Shows the records that could not be shown again and again, before the next ones: events of a handoff keep their order. */
async function showPersistently(app: App, records: readonly FeedRecord[]): Promise<void> {
  let open = records
  for (let tries = 1; open.length > 0 && tries <= MAX_TRIES; tries++) {
    if (tries > 1) await app.clock.sleep(RETRY_MS)
    const unseen = new Set(await show(app, open))
    open = open.filter(({ position }) => unseen.has(position))
  }
}

/** Never throws: the work also has a deadline, so the clock takes over after the last attempt. */
async function carryOutPersistently(app: App, records: readonly FeedRecord[]): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    try {
      return await carryOut(app, records)
    } catch (error) {
      const session = records[0]?.change.session.id
      app.log.error('dispatch failed', { session, tries, error: error instanceof Error ? error.stack : String(error) })
      await app.clock.sleep(RETRY_MS)
    }
  }
}
