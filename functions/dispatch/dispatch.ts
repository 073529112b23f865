import type { App } from '../../lib/app.ts'
import { pushEntries } from '../../lib/conversations/announce.ts'
import { isHeard } from '../../lib/conversations/watching.ts'
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

/** A change with its place in the feed, by which a failure is reported. */
export interface FeedRecord {
  readonly position: string
  readonly change: SessionChange
}

const CONVERSATIONS_AT_ONCE = 32

/**
 * Serves everything that follows from commits. Conversations go side by side, one conversation's changes in order. Answers
 * the positions that failed and are to come again.
 */
export async function dispatch(app: App, records: readonly FeedRecord[]): Promise<readonly string[]> {
  await show(app, records)
  const bySession = Map.groupBy(records, ({ change }) => change.session.id)
  const failures = await inParallel([...bySession.values()], CONVERSATIONS_AT_ONCE, ofSession => settle(app, ofSession))
  return failures.flatMap(({ item, error }) => {
    const { id, epoch } = item[0]?.change.session ?? {}
    app.log.error('dispatch failed', { session: id, epoch, error: String(error) })
    return item.map(({ position }) => position)
  })
}

/** Shows agents what happened: the inboxes, and who watches past the sixteenth. Fast, and best effort: pings heal the rest. */
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

/** Agents' sockets of every bot that something happened to. */
export async function socketsByBot(
  app: App,
  records: readonly { readonly change: SessionChange }[],
): Promise<ReadonlyMap<string, readonly StoredSocket[]>> {
  const botIds = [...new Set(records.map(({ change }) => change.session.botId))]
  return new Map(await Promise.all(botIds.map(async botId => [botId, await app.store.agentSockets(botId)] as const)))
}

/** Those who watch but did not fit on the session are served from here. */
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

/** Whether anything outside is to be told of a change: the channel, agents who are not there, the bot. */
export function callsForMore({ change }: FeedRecord): boolean {
  return change.session.tail.some(entry => isOwed(entry) || concernsHandoff(entry))
}

const isOwed = (entry: Entry) => asks(entry) || leaves(entry) || resumes(entry)

const asks = ({ kind }: Entry) => kind === 'paused' || kind === 'transferred'
const resumes = ({ kind }: Entry) => kind === 'resumed'

/**
 * Pays what these changes of one conversation call for (delivery, alerts, the bot's handback), once, on what is stored now, and notifies
 * agents of its handoff. Each on its own; throws the first failure at the end.
 */
export async function settle(app: App, records: readonly FeedRecord[]): Promise<void> {
  const newest = records.at(-1)?.change.session
  if (!newest) return
  const entries = records.flatMap(({ change }) => change.session.tail)
  const results = await Promise.allSettled([payFor(app, newest.id, entries), notifyOfHandoff(app, newest, entries)])
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function payFor(app: App, id: SessionId, entries: readonly Entry[]): Promise<void> {
  if (!entries.some(isOwed)) return
  const loaded = await app.store.load(id)
  if (!loaded) return
  const owed: Owed = {
    alert: entries.some(asks),
    delivery: entries.some(leaves),
    telling: entries.some(resumes),
  }
  await pay(app, loaded.session, owed)
}
