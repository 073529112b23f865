import type { App } from '../../lib/app.ts'
import { pushEntries } from '../../lib/conversations/announce.ts'
import { isHeard } from '../../lib/conversations/watching.ts'
import { movesControl } from '../../lib/effects/move-control.ts'
import { bringsNewUser, lookUpNewUser } from '../../lib/effects/new-user.ts'
import { concernsHandoff, notifyOfHandoff } from '../../lib/effects/notify-handoff.ts'
import { type Owed, pay } from '../../lib/effects/owed.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import type { Watcher } from '../../lib/ports/sessions.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
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
  await show(app, records)
  const bySession = Map.groupBy(records, ({ change }) => change.session.id)
  const failures = await inParallel([...bySession.values()], CONVERSATIONS_AT_ONCE, ofSession =>
    carryOut(app, ofSession),
  )
  return failures.flatMap(({ item, error }) => {
    const { id, epoch } = item[0]?.change.session ?? {}
    app.log.error('dispatch failed', { session: id, epoch, error: String(error) })
    return item.map(({ position }) => position)
  })
}

/** Pushes changes to the agents' inboxes and to watchers beyond the sixteenth. Best effort: pings fill the gaps. */
export async function show(app: App, records: readonly FeedRecord[]): Promise<void> {
  const sockets = await socketsByBot(app, records)
  await pushInbox(
    app,
    'inbox',
    records.map(({ change }) => change),
    sockets,
  )
  for (const { change } of records) await lateWatchers(app, change, sockets.get(change.session.botId) ?? [])
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

/** Says whether a change needs more: a delivery, an alert, a handback, a notification, or the facts about a new user. */
export function callsForMore({ change }: FeedRecord): boolean {
  return bringsNewUser(change) || change.session.tail.some(entry => isOwed(entry) || concernsHandoff(entry))
}

const isOwed = (entry: Entry) => asks(entry) || leaves(entry) || resumes(entry)

const asks = (entry: Entry) => entry.kind === 'paused' || (entry.kind === 'transferred' && entry.to === undefined)
const resumes = ({ kind }: Entry) => kind === 'resumed'

/**
 * Makes the deliveries, alerts and handbacks that these changes of one conversation call for, once, from its stored
 * state. Also notifies agents of its handoff, and looks up its user if it is new. A failure of one does not stop the others. Throws the first failure at
 * the end.
 */
export async function carryOut(app: App, records: readonly FeedRecord[]): Promise<void> {
  const newest = records.at(-1)?.change.session
  if (!newest) return
  const entries = records.flatMap(({ change }) => change.session.tail)
  const results = await Promise.allSettled([
    payFor(app, newest.id, entries),
    notifyOfHandoff(app, newest, entries),
    lookUpNewUser(
      app,
      records.map(({ change }) => change),
    ),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason
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
  }
  await pay(app, loaded.session, owed)
}
