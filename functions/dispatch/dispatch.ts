import type { App } from '../../lib/app.ts'
import { pushEntries } from '../../lib/conversations/announce.ts'
import { isHeard } from '../../lib/conversations/watching.ts'
import { movesWork } from '../../lib/effects/assign.ts'
import { sendNewEvents } from '../../lib/effects/events.ts'
import { movesControl } from '../../lib/effects/move-control.ts'
import { bringsNewUser, lookUpNewUser } from '../../lib/effects/new-user.ts'
import { concernsHandoff, notifyOfHandoff } from '../../lib/effects/notify-handoff.ts'
import { type Owed, pay } from '../../lib/effects/owed.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import { takeBackWoken, wakesAlone } from '../../lib/effects/take-back.ts'
import { tellPositions } from '../../lib/effects/tell-positions.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import type { Watcher } from '../../lib/ports/sessions.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
import { asks } from '../../lib/session/asks.ts'
import { isEvent } from '../../lib/session/events.ts'
import { leaves } from '../../lib/session/leaving.ts'
import type { Session } from '../../lib/session/session.ts'
import { pushInbox } from './inbox.ts'

/** A change with its position in the feed. A failure report names the position. */
export interface FeedRecord {
  readonly position: string
  readonly change: SessionChange
}

const CONVERSATIONS_AT_ONCE = 32

/**
 * Runs the effects of commits: conversations in parallel, the changes of one conversation in order. Returns the
 * positions that failed, so that the feed delivers them again.
 */
export async function dispatch(app: App, records: readonly FeedRecord[]): Promise<readonly string[]> {
  const unseen = await show(app, records)
  const bySession = Map.groupBy(records, ({ change }) => change.session.id)
  const failures = await inParallel([...bySession.values()], CONVERSATIONS_AT_ONCE, ofSession =>
    carryOut(app, ofSession),
  )
  const failed = failures.flatMap(({ item, error }) => {
    const { id, epoch } = item[0]?.change.session ?? {}
    app.log.error('dispatch failed', { session: id, epoch, error: String(error) })
    return item.map(({ position }) => position)
  })
  return [...new Set([...unseen, ...failed])]
}

/**
 * Pushes changes to the agents' inboxes and to watchers beyond the sixteenth. Best effort: pings fill the gaps. Returns
 * the positions of changes that could not be shown, since that needs reads. Never throws: a failure must not keep the
 * changes from being carried out.
 */
export async function show(app: App, records: readonly FeedRecord[]): Promise<readonly string[]> {
  try {
    const sockets = await socketsByBot(app, records)
    await pushInbox(
      app,
      'inbox',
      records.map(({ change }) => change),
      sockets,
    )
    for (const { change } of records) await lateWatchers(app, change, sockets.get(change.session.botId) ?? [])
    return await showHandoffs(app, records, sockets)
  } catch (error) {
    app.log.warn('changes were not shown', { records: records.length, error: String(error) })
    return records.map(({ position }) => position)
  }
}

/** Loads the code of the shape `hitlnext` only if a socket of these bots has it. */
async function showHandoffs(
  app: App,
  records: readonly FeedRecord[],
  sockets: ReadonlyMap<string, readonly StoredSocket[]>,
): Promise<readonly string[]> {
  if (![...sockets.values()].some(ofBot => ofBot.some(({ shape }) => shape === 'hitlnext'))) return []
  const { pushHandoffs } = await import('./hitlnext.ts')
  return await pushHandoffs(app, records, sockets)
}

/** Loads the agents' sockets of every bot in the records. */
export async function socketsByBot(
  app: App,
  records: readonly { readonly change: SessionChange }[],
): Promise<ReadonlyMap<string, readonly StoredSocket[]>> {
  const botIds = [...new Set(records.map(({ change }) => change.session.botId))]
  return new Map(await Promise.all(botIds.map(async botId => [botId, await app.store.agentSockets(botId)] as const)))
}

/** Pushes a change to watchers that did not fit on the session. */
async function lateWatchers(app: App, change: SessionChange, sockets: readonly StoredSocket[]): Promise<void> {
  const { session, watchers, revisionBefore } = change
  const now = app.clock.now()
  const direct = new Set(watchers.filter(watcher => isHeard(watcher, now)).map(({ connectionId }) => connectionId))
  const late = sockets
    .filter(({ watching, connectionId }) => watching.includes(session.id) && !direct.has(connectionId))
    .map(({ connectionId, expiresAt }): Watcher => ({ connectionId, as: 'agent', expiresAt }))
    .filter(watcher => isHeard(watcher, now))
  if (late.length === 0) return
  const entries = await wholeTail(app, session, revisionBefore)
  await pushEntries(app, session, { after: revisionBefore, entries }, late)
}

async function wholeTail(app: App, { id, tail, revision }: Session, revisionBefore: number): Promise<readonly Entry[]> {
  if (!tail.some(entry => entry.cut)) return tail
  return await app.store.entries(id, { after: revisionBefore, upTo: revision, limit: revision - revisionBefore })
}

/**
 * Says whether a change needs more: a delivery, an alert, a handback, an event, a notification, an assignment, a look for
 * the agent of a conversation that woke, or the facts about a new user.
 */
export function callsForMore({ change }: FeedRecord): boolean {
  const { session } = change
  const isUrgent = (entry: Entry) => isOwed(entry) || concernsHandoff(entry) || movesWork(entry) || wakesAlone(entry)
  return bringsNewUser(change) || bringsEvents(session, session.tail) || session.tail.some(isUrgent)
}

/** Whether the endpoint for events has to get some of these entries. */
const bringsEvents = ({ nextEvents }: Session, entries: readonly Entry[]) =>
  nextEvents !== undefined && entries.some(isEvent)

const isOwed = (entry: Entry) => asks(entry) || leaves(entry) || resumes(entry)

const resumes = ({ kind }: Entry) => kind === 'resumed'

/**
 * Makes the deliveries, alerts and handbacks that these changes of one conversation call for, once, from its stored
 * state. Also sends its events, notifies agents of its handoff, gives waiting conversations to agents, takes it back if it
 * woke and its agent is gone, and looks up its user if it is new. A failure of one does not stop the others. Throws the first failure at the end.
 */
export async function carryOut(app: App, records: readonly FeedRecord[]): Promise<void> {
  const newest = records.at(-1)?.change.session
  if (!newest) return
  const entries = records.flatMap(({ change }) => change.session.tail)
  // First, since nobody needs an alert about a conversation that an agent gets at once.
  const [given] = await Promise.allSettled([entries.some(movesWork) && app.assigner.assign(newest.botId)])
  const results = await Promise.allSettled([
    payFor(app, newest.id, entries),
    bringsEvents(newest, entries) && sendNewEvents(app, newest),
    notifyOfHandoff(app, newest, entries),
    tellPositions(app, newest, entries),
    takeBackWoken(app, newest, entries),
    lookUpNewUser(
      app,
      records.map(({ change }) => change),
    ),
  ])
  for (const result of [given, ...results]) if (result.status === 'rejected') throw result.reason
}

async function payFor(app: App, id: SessionId, entries: readonly Entry[]): Promise<void> {
  if (!entries.some(isOwed)) return
  const loaded = await app.store.load(id)
  if (!loaded) return
  const owed: Owed = {
    alert: entries.some(asks),
    delivery: entries.some(leaves),
    handback: entries.some(resumes),
    control: await movesControl(app, loaded.session, entries),
    // The clock looks after deadlines.
    reviews: false,
  }
  await pay(app, loaded.session, owed)
}
