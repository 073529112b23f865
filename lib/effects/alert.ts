import type { App } from '../app.ts'
import { signAlertLink } from '../auth/alert-links.ts'
import { botIfAny } from '../bots/bot-if-any.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import type { RecordAlert } from '../session/alert-commands.ts'
import { noAlertBecause } from '../session/no-alert.ts'
import type { Policy } from '../session/policy.ts'
import type { Instant, Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { isWaiting, type Waiting } from '../session/waits.ts'
import { noticeOf } from './notice.ts'
import { inParallel } from './parallel.ts'
import { waitingOf } from './waiting.ts'

const RECORDED_AT_ONCE = 16

/**
 * Alerts agents if the user waits for a person and a step of the alerts is due: at most one notice for each bot in
 * `alertGatherMs`, about all users who wait then. If another caller has the slot, leaves the conversation to the next
 * notice, by its deadline. Counts each step before it publishes it (`beginAlert`), so that a repeated function publishes no
 * later step twice. A failure is tried again by deadline. `session` must be the stored state. Logs each decision for each conversation.
 */
export async function alertAgents(app: App, session: Session): Promise<void> {
  const { store, clock, policyOf, log, metrics } = app
  const now = clock.now()
  const policy = await policyOf(session.botId)
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
  const { begun, failure } = await begin(app, [session, ...(await othersWaiting(app, session, policy))])
  const [first, ...others] = begun
  if (first) await publish(app, [first, ...others], policy)
  if (failure) throw failure.error
}

/**
 * Counts the due step of each conversation. `begun`: those whose step this call took, with it counted. `failure`: set if
 * the first one's could not be counted. Another one is due again by its own deadline.
 */
async function begin(app: App, waiting: readonly Waiting[]) {
  const begun = new Map<string, Waiting>()
  const failures = await inParallel(waiting, RECORDED_AT_ONCE, async each => {
    const { episodes: episode, control } = each
    const command = { verb: 'beginAlert', episode, alerts: control.handoff.alerts } as const
    const { outcome, session } = await execute(app, targetOf(each), command)
    if (outcome.begun && isWaiting(session)) begun.set(each.id, session)
  })
  for (const { item, error } of failures) app.log.warn('alert not begun', { ...about(item), error: String(error) })
  const failure = failures.find(({ item }) => item === waiting[0])
  return { begun: waiting.flatMap(({ id }) => begun.get(id) ?? []), failure }
}

async function publish(app: App, waiting: readonly [Waiting, ...Waiting[]], policy: Policy): Promise<void> {
  const { log, metrics, notifier, settings, clock } = app
  let result: RecordAlert['result']
  try {
    const now = clock.now()
    const confirmUrl = await confirmUrlOf(app, waiting, now)
    const messageId = await notifier.publish(noticeOf(settings, waiting, { policy, now, ...defined({ confirmUrl }) }))
    result = { status: 'sent' }
    for (const each of waiting) {
      const { alerts: count } = each.control.handoff
      log.info('alert sent', { ...about(each), count, waiting: waiting.length, messageId })
    }
  } catch (error) {
    result = { status: 'failed' }
    for (const each of waiting) {
      log.error('alert failed', { ...about(each), waiting: waiting.length, error: String(error) })
    }
    metrics.count('AlertsFailed')
  }
  const failures = await inParallel(waiting, RECORDED_AT_ONCE, each => record(app, each, result))
  for (const { item, error } of failures) log.warn('alert not recorded', { ...about(item), error: String(error) })
}

/** Makes the link that confirms an alert. Undefined if the bot is gone. */
async function confirmUrlOf(
  { directory, settings }: App,
  [first, ...others]: readonly [Waiting, ...Waiting[]],
  at: Instant,
): Promise<string | undefined> {
  const { botId, id, episodes: episode } = first
  const bot = await botIfAny(directory, botId)
  if (!bot) return undefined
  const link = others.length === 0 ? { at, conversation: { id, episode } } : { at }
  const token = signAlertLink(bot, botId, link)
  return new URL(`/api/v1/bots/${encodeURIComponent(botId)}/alerts/${token}`, settings.consoleUrl).href
}

/**
 * Lists the bot's other conversations that need an alert. If the list fails, the notice goes out without them; the next
 * one has them.
 */
async function othersWaiting(app: App, { id, botId, control }: Waiting, policy: Policy): Promise<readonly Waiting[]> {
  const { store, clock, log } = app
  const found = new Map<string, Waiting>()
  try {
    // Those that began to wait before this one were probably alerted before, and may be more than a notice covers.
    for await (const each of waitingOf(store, botId, control.handoff.since)) {
      if (each.id !== id && noAlertBecause(each, clock.now(), policy) === undefined) found.set(each.id, each)
    }
  } catch (error) {
    log.warn('waiting conversations not listed', { session: id, error: String(error) })
  }
  return [...found.values()]
}

async function record(app: App, session: Waiting, result: RecordAlert['result']): Promise<void> {
  const { episodes: episode, control } = session
  const { alerts } = control.handoff
  await execute(app, targetOf(session), { verb: 'recordAlert', episode, alerts, result })
}

function targetOf({ id, botId }: Session) {
  return { id, botId }
}

function about({ id, botId, epoch, episodes }: Session) {
  return { session: id, botId, epoch, episode: episodes }
}
