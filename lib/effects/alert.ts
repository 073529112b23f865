import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import type { RecordAlert } from '../session/commands.ts'
import { noAlertBecause } from '../session/no-alert.ts'
import type { Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { noticeOf, type Waiting } from './notice.ts'
import { inParallel } from './parallel.ts'

/** Most pages of the paused conversations that a notice looks through, the newest first. */
const MAX_PAGES = 10
const PAGE = 100
const RECORDED_AT_ONCE = 16

/**
 * Alerts agents if the user waits for a person: at most one notice for each bot in `alertGatherMs`, about all users who
 * wait then. If another caller has the slot, leaves the conversation to the next notice, by its deadline. A failure is
 * tried again by deadline; a crash between publishing and recording alerts twice. `session` must be the stored state.
 * Logs each decision for each conversation.
 */
export async function alertAgents(app: App, session: Session): Promise<void> {
  const { store, clock, policy, log, metrics } = app
  const now = clock.now()
  const reason = noAlertBecause(session, now, policy)
  if (reason !== undefined || !isWaiting(session)) {
    log.info('alert skipped', { ...about(session), reason })
    return
  }
  const slot = await store.takeAlertSlot(session.botId, now, now + policy.alertGatherMs)
  if (!slot.taken) {
    log.info('alert skipped', { ...about(session), reason: 'slot_taken', until: isoTime(slot.until) })
    metrics.count('AlertsHeld')
    await record(app, session, { status: 'held', until: slot.until })
    return
  }
  const waiting = [session, ...(await othersWaiting(app, session))] as const
  let messageId: string | undefined
  try {
    messageId = await app.notifier.publish(noticeOf(app.settings, waiting, now))
  } catch (error) {
    for (const each of waiting) {
      log.error('alert failed', { ...about(each), waiting: waiting.length, error: String(error) })
    }
    metrics.count('AlertsFailed')
    // The others have their own deadlines, and find the slot free after it ends.
    await record(app, session, { status: 'failed' })
    return
  }
  for (const each of waiting) {
    const count = each.control.handoff.alerts + 1
    log.info('alert sent', { ...about(each), count, waiting: waiting.length, messageId })
  }
  const failures = await inParallel(waiting, RECORDED_AT_ONCE, each => record(app, each, { status: 'sent' }))
  for (const { item, error } of failures) log.warn('alert not recorded', { ...about(item), error: String(error) })
  // A failure of another conversation is due again by its own deadline, and must not fail this one.
  const own = failures.find(({ item }) => item === session)
  if (own) throw own.error
}

/**
 * Lists the bot's other conversations that need an alert. If the list fails, the notice goes out without them; the next
 * one has them.
 */
async function othersWaiting(app: App, { id, botId }: Session): Promise<readonly Waiting[]> {
  const { store, clock, policy, log } = app
  const found = new Map<string, Waiting>()
  try {
    let cursor: string | undefined
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const query = { botId, status: 'paused', limit: PAGE, ...defined({ cursor }) } as const
      const { items, next } = await store.list(query)
      for (const each of items) {
        const isDue = noAlertBecause(each, clock.now(), policy) === undefined
        if (each.id !== id && isDue && isWaiting(each)) found.set(each.id, each)
      }
      if (next === undefined) break
      cursor = next
    }
  } catch (error) {
    log.warn('waiting conversations not listed', { session: id, error: String(error) })
  }
  return [...found.values()]
}

async function record(
  app: App,
  { id, botId, episodes, control }: Waiting,
  result: RecordAlert['result'],
): Promise<void> {
  const { alerts } = control.handoff
  await execute(app, { id, botId }, { verb: 'recordAlert', episode: episodes, alerts, result })
}

function isWaiting(session: Session): session is Waiting {
  return session.control.holder === 'human' && session.control.handoff.status === 'pending'
}

function about({ id, botId, epoch, episodes }: Session) {
  return { session: id, botId, epoch, episode: episodes }
}
