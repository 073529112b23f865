import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import type { RecordEvents } from '../session/commands.ts'
import { type EventEntry, isEvent, isOver } from '../session/events.ts'
import { reasonOf } from '../session/retries.ts'
import type { Instant, Session } from '../session/session.ts'
import { eventOf } from '../webhooks/event.ts'
import { failureOf } from '../webhooks/failure.ts'
import { EVENT_TIMEOUT_MS, endpointOf, isWanted, sendEvent } from './send-event.ts'

interface Target {
  readonly id: string
  readonly botId: string
}

const PAGE = 100

/** The fields of `recordEvents`, and the event that failed. */
interface Sent extends Pick<RecordEvents, 'upTo' | 'taken' | 'failure'> {
  readonly failed?: EventEntry
}

/** Whether the endpoint lacks events of a conversation, and the next attempt is due. */
export function owesEvents({ nextEvents }: Session, now: Instant): boolean {
  return nextEvents !== undefined && now >= nextEvents.at
}

/** Sends the operator's endpoint the new events of a conversation, in order, unless older ones have failed. */
export async function sendNewEvents(app: App, target: Target): Promise<void> {
  await sendWhile(
    app,
    target,
    ({ nextEvents }) => nextEvents?.attempts === 0,
    async (_session, sent) => sent,
  )
}

/**
 * Sends the events of a conversation whose attempt is due, in order, until one fails. Gives up the events that have been
 * tried for long enough: they become dead letters, and the later ones go on.
 */
export async function sendWaitingEvents(app: App, target: Target): Promise<void> {
  await sendWhile(
    app,
    target,
    session => owesEvents(session, app.clock.now()),
    (session, sent) => giveUp(app, session, sent),
  )
}

async function sendWhile(
  app: App,
  target: Target,
  mayTry: (session: Session) => boolean,
  afterFailure: (session: Session, sent: Sent) => Promise<Sent>,
): Promise<void> {
  const begunAt = app.clock.now()
  let { session } = await loadOrNew(app, target)
  while (mayTry(session)) {
    const sent = await sendSome(app, session)
    const { failed, ...fields } = sent.failed ? await afterFailure(session, sent) : sent
    session = (await execute(app, target, { verb: 'recordEvents', ...fields })).session
    if (failed || app.clock.now() - begunAt >= EVENT_TIMEOUT_MS) return
  }
}

/** Sends the events of the next entries in order, until one fails or `EVENT_TIMEOUT_MS` are over. */
async function sendSome(app: App, session: Session): Promise<Sent> {
  const begunAt = app.clock.now()
  const { id, revision, nextEvents } = session
  const endpoint = await endpointOf(app, session.botId)
  // An operator who removed the endpoint wants none of them.
  if (!endpoint) return { upTo: revision, taken: false }
  const entries = await app.store.entries(id, { after: nextEvents?.after ?? revision, upTo: revision, limit: PAGE })
  let taken = false
  for (const entry of entries.filter(each => isWanted(endpoint, each))) {
    const upTo = entry.seq - 1
    if (app.clock.now() - begunAt >= EVENT_TIMEOUT_MS) {
      return { upTo, taken, failure: { status: 'skipped', waitMs: 0, reason: 'the endpoint is slow' } }
    }
    const result = await sendEvent(app, endpoint, session, entry, { skipIfSilent: true })
    if (result.status !== 'ok') {
      const failure = failureOf(result)
      const say = failure.status === 'skipped' ? app.log.debug : app.log.warn
      say('event failed', { session: id, seq: entry.seq, ...failure })
      return { upTo, taken, failure, failed: entry }
    }
    taken = true
  }
  return { upTo: entries.at(-1)?.seq ?? revision, taken }
}

/** Stores the events that have been tried for long enough as dead letters, from the failed one on. */
async function giveUp(app: App, session: Session, sent: Sent): Promise<Sent> {
  const { clock, policyOf, store, log } = app
  const { failure, failed, taken } = sent
  const now = clock.now()
  const endpoint = await endpointOf(app, session.botId)
  const policy = await policyOf(session.botId)
  if (!failure || !failed || !endpoint || !isOver(failed, now, policy)) return sent
  const { id, botId, revision } = session
  const reason = reasonOf(failure)
  let { upTo } = sent
  for (const entry of await store.entries(id, { after: upTo, upTo: revision, limit: PAGE })) {
    if (isEvent(entry) && !isOver(entry, now, policy)) break
    if (isWanted(endpoint, entry)) {
      const place = { at: Date.parse(entry.at), session: id, seq: entry.seq }
      await store.putDeadEvent(botId, { ...place, event: eventOf(session, entry), failedAt: now, reason })
      log.error('event given up', { session: id, botId, seq: entry.seq, reason })
    }
    upTo = entry.seq
  }
  // Later events wait as well, since the endpoint is still down.
  return upTo < revision ? { ...sent, upTo } : { upTo, taken, failed }
}
