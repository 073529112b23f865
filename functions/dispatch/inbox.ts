import type { App } from '../../lib/app.ts'
import type { MessageEntry } from '../../lib/protocol/entry.ts'
import { type InboxEvent, MAX_FRAME_BYTES, type ServerFrame } from '../../lib/protocol/frames.ts'
import type { SessionChange, StoredSocket } from '../../lib/session/ports.ts'
import type { Session } from '../../lib/session/session.ts'
import { hitlMessage, hitlSession, isPaused, messagesOf } from '../../lib/session/views.ts'
import { forgetSocket, isHeard } from '../../lib/session/watching.ts'

/** Room that a frame's own fields take beside the events. */
const ENVELOPE_BYTES = 256

/** Pushes what happened to those who subscribed: frames for a whole batch, not one a change. A dead socket stops nobody else. */
export async function pushInbox(
  app: App,
  to: 'inbox' | 'live',
  changes: readonly SessionChange[],
  sockets: ReadonlyMap<string, readonly StoredSocket[]>,
): Promise<void> {
  const shown =
    to === 'inbox' ? changes.filter(change => isPaused(change.session) || change.isPausedBefore) : newestOfEach(changes)
  const byBot = Map.groupBy(shown, ({ session }) => session.botId)
  await Promise.all(
    [...byBot].flatMap(([botId, ofBot]) => {
      const subscribers = (sockets.get(botId) ?? []).filter(
        socket => socket.subscription === to && isHeard(socket, app.clock.now()),
      )
      if (subscribers.length === 0) return []
      const frames = framesOf(ofBot.flatMap(eventsOf))
      return subscribers.map(({ connectionId }) => pushAll(app, connectionId, frames))
    }),
  )
}

async function pushAll(app: App, connectionId: string, frames: readonly ServerFrame[]): Promise<void> {
  try {
    for (const frame of frames) {
      if ((await app.sockets.push(connectionId, frame)) === 'gone') return await forgetSocket(app, connectionId)
    }
  } catch (error) {
    app.log.warn('inbox push failed', { connectionId, error: String(error) })
  }
}

/** Who follows everything sees each conversation once: its newest state, beside how it was before all of it. */
function newestOfEach(changes: readonly SessionChange[]): SessionChange[] {
  const newest = new Map<string, SessionChange>()
  for (const change of changes) {
    const { revisionBefore, isPausedBefore } = newest.get(change.session.id) ?? change
    newest.set(change.session.id, { ...change, revisionBefore, isPausedBefore })
  }
  return [...newest.values()]
}

function eventsOf({ session, revisionBefore, isPausedBefore }: SessionChange): InboxEvent[] {
  const view = hitlSession(session, {})
  const events: InboxEvent[] = []
  if (revisionBefore === 0) events.push({ type: 'hitl.new_session', session: view })
  if (isPausedBefore !== isPaused(session)) {
    events.push({ type: 'hitl.session.changed', id: session.id, isPaused: isPaused(session), session: view })
  }
  for (const message of messagesOf(session.tail)) {
    events.push({ type: 'hitl.message', session: view, message: hitlMessage(session.id, shown(session, message)) })
  }
  // What is no message (a note, a draft) still moves the conversation in the list.
  if (events.length === 0) {
    events.push({ type: 'hitl.session.changed', id: session.id, isPaused: isPaused(session), session: view })
  }
  return events
}

/** A message that the change carries only the head of is shown by its first words. */
function shown({ preview }: Session, message: MessageEntry & { readonly cut?: true }): MessageEntry {
  return message.cut && preview?.seq === message.seq ? { ...message, text: preview.text } : message
}

function framesOf(events: readonly InboxEvent[]): ServerFrame[] {
  const frames: { type: 'inbox'; events: InboxEvent[] }[] = []
  let room = 0
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + 1
    if (bytes > room) {
      frames.push({ type: 'inbox', events: [] })
      room = MAX_FRAME_BYTES - ENVELOPE_BYTES
    }
    frames.at(-1)?.events.push(event)
    room -= bytes
  }
  return frames
}
