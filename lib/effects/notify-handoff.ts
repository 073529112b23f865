import type { App } from '../app.ts'
import type { Entry } from '../protocol/entry.ts'
import { oneLine } from '../protocol/line.ts'
import { type AskingEntry, asks } from '../session/asks.ts'
import { episodeId, type Session } from '../session/session.ts'
import { isWaiting } from '../session/waits.ts'

const MAX_NAME_CHARS = 100

/** Says whether an entry begins or ends the wait for an agent. */
export function concernsHandoff(entry: Entry): boolean {
  return asks(entry) || isEnding(entry)
}

/**
 * Notifies agents that a conversation waits for a person, and that the wait is over: one notification for each episode,
 * under the episode's id, so that entries may arrive twice. `session`: its state after `entries`.
 */
export async function notifyOfHandoff(app: App, session: Session, entries: readonly Entry[]): Promise<void> {
  const newest = new Map<number, AskingEntry | Ending>()
  for (const entry of entries) if (asks(entry) || isEnding(entry)) newest.set(entry.episode, entry)
  for (const [episode, entry] of newest) {
    if (isEnding(entry)) await finish(app, session, entry)
    // An agent who pauses has the conversation, so it does not wait.
    else if (isWaiting(session) && session.episodes === episode) await ask(app, session, entry)
  }
}

type Ending = Extract<Entry, { kind: 'assigned' | 'resumed' }>

const isEnding = (entry: Entry): entry is Ending => entry.kind === 'assigned' || entry.kind === 'resumed'

async function ask(app: App, session: Session, { at, by, episode, kind }: AskingEntry): Promise<void> {
  const { id, botId, userId, user } = session
  const name = oneLine(user.fullName ?? '', MAX_NAME_CHARS) || oneLine(userId, MAX_NAME_CHARS)
  const { notification } = await app.notifications.add(botId, {
    id: episodeId(session, episode),
    kind: 'handoff',
    message: `${name} waits for a person`,
    level: 'info',
    session: id,
    by,
    at: Date.parse(at),
  })
  // The agent fell silent. A later `done` is newer than that, so keep it.
  const isOver = notification.done !== undefined && notification.done.at < Date.parse(at)
  if (kind === 'transferred' && isOver) await set(app, botId, notification.id, null)
}

async function finish(app: App, session: Session, entry: Ending): Promise<void> {
  const by = entry.kind === 'assigned' ? entry.agent : entry.by
  await set(app, session.botId, episodeId(session, entry.episode), { at: Date.parse(entry.at), by })
}

async function set(app: App, botId: string, id: string, done: Parameters<App['store']['setNotificationDone']>[2]) {
  const set = await app.store.setNotificationDone(botId, { id }, done, app.clock.now())
  if (set?.changed) await app.notifications.show(botId, [set.notification])
}
