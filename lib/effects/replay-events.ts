import * as z from 'zod'
import type { App } from '../app.ts'
import { firstAt } from '../conversations/first-at.ts'
import { defined } from '../defined.ts'
import type { Page } from '../ports/sessions.ts'
import type { EventsConfig } from '../protocol/config.ts'
import { invalid } from '../protocol/problem.ts'
import type { EventEntry } from '../session/events.ts'
import { defaultPolicy } from '../session/policy.ts'
import { reasonOf } from '../session/retries.ts'
import type { Instant } from '../session/session.ts'
import { type Addressed, eventOf } from '../webhooks/event.ts'
import { failureOf } from '../webhooks/failure.ts'
import { isWanted, sendEvent } from './send-event.ts'

const DAY_MS = 24 * 3_600_000
/**
 * An event after `from` may belong to an episode that began before: a week, and the longest snooze. Older episodes are
 * not searched.
 */
export const LOOK_BACK_MS: number = 7 * DAY_MS + defaultPolicy.snoozeMs
/** The last event of an episode comes this long after its end: a failed delivery, or a rating. */
const LATE_MS = Math.max(DAY_MS, defaultPolicy.rateWithinMs)

/** The bounds of one call. A call ends after the step that exceeds one of them. */
const MAX_SENT = 100
const MAX_STEPS = 500
const BUDGET_MS = 10_000
const EPISODES = 20
const ENTRIES = 100

/** A range of time, both ends included. */
interface Range {
  readonly from: Instant
  readonly to: Instant
}

/** How far a replay has got: the page of episodes, the episodes of it that are done, and the last entry of the next. */
interface Place {
  readonly page?: string
  readonly skip: number
  readonly after: number
}

interface Step {
  /** The place of the step. A replay that begins here repeats it. */
  readonly place: Place
  readonly found?: { readonly session: Addressed; readonly entry: EventEntry }
}

export interface Replayed {
  /** Number of events that the endpoint took. */
  readonly sent: number
  /** The event that it did not take. The page ends after it. */
  readonly failed?: { readonly id: string; readonly reason: string }
  /** The cursor of the next page. Missing if there is none. */
  readonly next?: string
}

/**
 * Sends the events of a bot in a range of time again, with the same ids: the next ones after `cursor`, in the order of
 * their episodes. Stops at an event that fails, which becomes a dead letter. An event that is taken is one no more.
 * Without `to` the replay ends at the time of its first page. Throws `request.invalid` for a cursor of another origin.
 */
export async function replayEvents(
  app: App,
  botId: string,
  endpoint: EventsConfig,
  { from, to, cursor }: { readonly from: Instant; readonly to?: Instant; readonly cursor?: string },
): Promise<Replayed> {
  const { clock } = app
  const begunAt = clock.now()
  const start = cursor === undefined ? { to: to ?? begunAt, place: { skip: 0, after: 0 } } : decode(cursor)
  const range = { from, to: start.to }
  let sent = 0
  let steps = 0
  for await (const { place, found } of stepsOf(app, botId, endpoint, range, start.place)) {
    const isEnough = sent >= MAX_SENT || steps >= MAX_STEPS || clock.now() - begunAt >= BUDGET_MS
    if (isEnough) return { sent, next: encode(range.to, place) }
    steps++
    if (!found) continue
    const failed = await sendAgain(app, endpoint, found)
    if (failed) return { sent, failed, next: encode(range.to, { ...place, after: found.entry.seq }) }
    sent++
  }
  return { sent }
}

async function sendAgain(
  app: App,
  endpoint: EventsConfig,
  { session, entry }: NonNullable<Step['found']>,
): Promise<Replayed['failed']> {
  const { botId } = session
  const dead = { at: Date.parse(entry.at), session: session.id, seq: entry.seq }
  const result = await sendEvent(app, endpoint, session, entry, { skipIfSilent: false })
  if (result.status === 'ok') {
    await app.store.removeDeadEvent(botId, dead)
    return undefined
  }
  const event = eventOf(session, entry)
  const reason = reasonOf(failureOf(result))
  await app.store.putDeadEvent(botId, { ...dead, event, failedAt: app.clock.now(), reason })
  app.log.warn('replayed event failed', { session: session.id, botId, seq: entry.seq, reason })
  return { id: event.id, reason }
}

type OfBot = Awaited<ReturnType<App['store']['handoffs']>> extends Page<infer Item> ? Item : never

/** The events in a range, oldest episodes first. Also a step without an event after each read, to stop at. */
async function* stepsOf(
  app: App,
  botId: string,
  endpoint: EventsConfig,
  range: Range,
  start: Place,
): AsyncGenerator<Step> {
  let { page, skip, after } = start
  for (;;) {
    const since = Math.max(0, range.from - LOOK_BACK_MS)
    const { items, next } = await app.store.handoffs({ botId, limit: EPISODES, since, ...defined({ cursor: page }) })
    for (const episode of items.slice(skip)) {
      if (episode.startedAt > range.to) return
      const here = { skip, ...defined({ page }) }
      yield { place: { ...here, after } }
      for await (const { found, done } of eventsOf(app, endpoint, range, episode, after)) {
        yield { place: { ...here, after: done }, ...defined({ found }) }
      }
      after = 0
      skip++
    }
    if (next === undefined) return
    page = next
    skip = 0
  }
}

/** The events from an episode's beginning to the next episode. `done`: the entry up to which all are done. */
async function* eventsOf(
  { store }: App,
  endpoint: EventsConfig,
  { from, to }: Range,
  episode: OfBot,
  after: number,
): AsyncGenerator<{ readonly done: number; readonly found?: Step['found'] }> {
  const { session: id, number, startedSeq, startedAt, ended } = episode
  if (ended && ended.at < from - LATE_MS) return
  const session: Addressed = { ...episode, id }
  const [following] = await store.episodes(id, { after: number, limit: 1 })
  const upTo = following ? following.startedSeq - 1 : undefined
  let done = Math.max(after, startedSeq - 1)
  if (startedAt < from && after === 0) {
    const loaded = await store.load(id)
    const first = loaded && (await firstAt(store, loaded.session, from))
    if (first === undefined) return
    done = Math.max(done, first - 1)
  }
  for (;;) {
    const entries = await store.entries(id, { after: done, limit: ENTRIES, ...defined({ upTo }) })
    for (const entry of entries) {
      const at = Date.parse(entry.at)
      if (at > to) return
      if (at >= from && isWanted(endpoint, entry)) yield { done, found: { session, entry } }
      done = entry.seq
    }
    if (entries.length < ENTRIES) return
    yield { done }
  }
}

const Cursor = z.tuple([z.int(), z.string().nullable(), z.int().min(0), z.int().min(0)])

function encode(to: Instant, { page = null, skip, after }: { page?: string | null } & Omit<Place, 'page'>): string {
  return Buffer.from(JSON.stringify([to, page, skip, after])).toString('base64url')
}

function decode(cursor: string): { readonly to: Instant; readonly place: Place } {
  const parsed = Cursor.safeParse(parse(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success) {
    throw invalid([{ in: 'body', path: 'cursor', message: 'must be the `next` of an earlier page' }])
  }
  const [to, page, skip, after] = parsed.data
  return { to, place: { skip, after, ...(page !== null && { page }) } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
