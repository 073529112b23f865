import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { placeOf } from '../conversations/place.ts'
import type { Entry } from '../protocol/entry.ts'
import { asks } from '../session/asks.ts'
import { queueOf } from '../session/listed.ts'
import { forQueue, type Policy } from '../session/policy.ts'
import { FRONT, mayTellPosition } from '../session/position.ts'
import type { Session } from '../session/session.ts'
import { waitingControl } from '../session/waits.ts'
import { inParallel } from './parallel.ts'

/**
 * Tells users their place among those that wait: the user of this conversation if it begins to wait, and those in front
 * of its queue if it leaves. Costs nothing without a text. Best effort: a failure is logged, since the place is told again
 * as it changes. `session`: its state after `entries`.
 */
export async function tellPositions(app: App, session: Session, entries: readonly Entry[]): Promise<void> {
  if (!entries.some(entry => asks(entry) || leaves(entry))) return
  try {
    const policy = await app.policyOf(session.botId)
    if (!tellsPlaces(policy)) return
    if (entries.some(asks)) await tellNewcomer(app, session, policy)
    if (!entries.some(leaves)) return
    const left = await queueLeft(app, session)
    if (left && forQueue(policy, left.queue).userTexts.position) await tellFront(app, session.botId, left.queue, policy)
  } catch (error) {
    app.log.warn('places were not told', { session: session.id, error: String(error) })
  }
}

/** Whether the bot, or one of its queues, has the text. */
function tellsPlaces({ userTexts, queues }: Policy): boolean {
  return [userTexts, ...Object.values(queues).map(queue => queue.userTexts)].some(texts => texts?.position)
}

const leaves = ({ kind }: Entry) => kind === 'assigned' || kind === 'resumed'

/** The queue in which the conversation waited last. Undefined if it did not wait: an agent had it. */
async function queueLeft({ store }: App, session: Session): Promise<{ queue: string | undefined } | undefined> {
  if (session.control.holder === 'human') return { queue: queueOf(session) }
  const [episode] = await store.episodes(session.id, { before: session.episodes + 1, limit: 1 })
  return episode?.agent ? undefined : { queue: episode?.queue }
}

async function tellNewcomer(app: App, session: Session, policy: Policy): Promise<void> {
  const control = waitingControl(session)
  if (!control || !forQueue(policy, control.queue).userTexts.position) return
  const position = await placeOf(app.store, session)
  if (position !== undefined) await tell(app, session, position, policy)
}

/** Tells the first ones of a queue their places: one page of its list, however many wait. */
async function tellFront(app: App, botId: string, queue: string | undefined, policy: Policy): Promise<void> {
  const { items } = await app.store.list({ botId, status: 'pending', queue: queue ?? null, limit: FRONT })
  const places = items.map((session, index) => ({ session, position: index + 1 }))
  const failures = await inParallel(places, FRONT, ({ session, position }) => tell(app, session, position, policy))
  for (const { item, error } of failures) {
    app.log.warn('a place was not told', { session: item.session.id, error: String(error) })
  }
}

async function tell(app: App, session: Session, position: number, policy: Policy): Promise<void> {
  const control = waitingControl(session)
  const moment = { now: app.clock.now(), policy: forQueue(policy, control?.queue) }
  // Most places were told lately, so look before the commit, which decides.
  if (!control || !mayTellPosition(control, position, moment)) return
  const { id, botId, episodes: episode } = session
  await execute(app, { id, botId }, { verb: 'tellPosition', episode, position })
}
