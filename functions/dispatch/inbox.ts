import type { App } from '../../lib/app.ts'
import { isHeard } from '../../lib/conversations/watching.ts'
import { packed, pushFrames } from '../../lib/effects/push-frames.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import { type MessageEntry, messagesOf } from '../../lib/protocol/entry.ts'
import type { HitlEvent, InboxEvent, InboxShape, ServerFrame } from '../../lib/protocol/frames.ts'
import type { HitlSession } from '../../lib/protocol/hitl.ts'
import { isAttended } from '../../lib/session/holder.ts'
import { conversationView } from '../../lib/views/conversation.ts'
import { hitlMessage, hitlSession } from '../../lib/views/hitl.ts'

/** An event and its audience: every subscriber, or only the agent who caused it. */
interface Shown {
  readonly event: InboxEvent
  readonly onlyFor?: string
}

/**
 * Pushes changes to subscribed sockets, in frames for a whole batch. A dead socket does not stop the others. The shape
 * `hitlnext` has a push of its own.
 */
export async function pushInbox(
  app: App,
  to: 'inbox' | 'live',
  changes: readonly SessionChange[],
  sockets: ReadonlyMap<string, readonly StoredSocket[]>,
): Promise<void> {
  const byBot = Map.groupBy(changes, ({ session }) => session.botId)
  await Promise.all(
    [...byBot].flatMap(([botId, ofBot]) => {
      const subscribers = (sockets.get(botId) ?? []).filter(
        socket => socket.subscription === to && isHeard(socket, app.clock.now()),
      )
      if (subscribers.length === 0) return []
      return [...Map.groupBy(subscribers, ({ shape = 'botpress' }) => shape)].flatMap(([shape, readers]) => {
        if (shape === 'hitlnext') return []
        const frames = framesByAgent(SHOWN[shape][to](ofBot))
        return readers.map(socket => pushFrames(app, socket.connectionId, frames(agentOf(socket))))
      })
    }),
  )
}

type Show = (changes: readonly SessionChange[]) => readonly Shown[]

/** The function that turns the changes of one bot into events, by shape and subscription. */
const SHOWN: { readonly [Shape in Exclude<InboxShape, 'hitlnext'>]: { readonly inbox: Show; readonly live: Show } } = {
  botpress: { inbox: changes => changes.flatMap(shownInInbox), live: everythingOf },
  interlude: {
    inbox: changes => newsByConversation(changes).flatMap(conversationInInbox),
    live: changes => newsByConversation(changes).map(news => ({ event: conversationEvent(news) })),
  },
}

function agentOf({ owner }: StoredSocket): string | undefined {
  return owner.as === 'agent' ? owner.id : undefined
}

/** Makes the frames of an agent, and reuses them for agents with the same events. */
function framesByAgent(shown: readonly Shown[]): (agent: string | undefined) => readonly ServerFrame[] {
  const special = new Set(shown.flatMap(({ onlyFor }) => onlyFor ?? []))
  const made = new Map<string | undefined, readonly ServerFrame[]>()
  return agent => {
    const reader = agent !== undefined && special.has(agent) ? agent : undefined
    const known = made.get(reader)
    if (known) return known
    const events = shown.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === reader)
    const frames = packed(events.map(({ event }) => event)).map(each => ({ type: 'inbox', events: each }) as const)
    made.set(reader, frames)
    return frames
  }
}

/**
 * Makes the events of the inbox: changes of conversations that people hold, and the change that ends the episode. Of a
 * conversation that the bot holds, everyone gets its start, and an agent gets their own messages.
 */
function shownInInbox(change: SessionChange): Shown[] {
  const { session, revisionBefore, isPausedBefore } = change
  if (isAttended(session) || isPausedBefore) return eventsOf(change, saidIn(change)).map(event => ({ event }))
  const view = hitlSession(session, {})
  const own = saidIn(change).flatMap((message): Shown[] =>
    message.by.type === 'agent' && message.by.id !== undefined
      ? [{ event: messageEvent(view, message), onlyFor: message.by.id }]
      : [],
  )
  return revisionBefore === 0 ? [{ event: { type: 'hitl.new_session', session: view } }, ...own] : own
}

/**
 * Makes the events of the subscription `live` in the shape `botpress`: the newest state of each conversation, and every
 * message.
 */
function everythingOf(changes: readonly SessionChange[]): Shown[] {
  return newsByConversation(changes).flatMap(({ first, newest, all }) => {
    const { revisionBefore, isPausedBefore } = first
    return eventsOf({ ...newest, revisionBefore, isPausedBefore }, all.flatMap(saidIn)).map(event => ({ event }))
  })
}

/** The changes of one conversation, in order and without duplicates. */
interface News {
  readonly first: SessionChange
  readonly newest: SessionChange
  readonly all: readonly SessionChange[]
}

function newsByConversation(changes: readonly SessionChange[]): News[] {
  return [...Map.groupBy(changes, ({ session }) => session.id).values()].flatMap(ofSession => {
    // The feed may deliver a record twice in one batch.
    const all = ofSession.filter(({ session }, at) =>
      ofSession.slice(0, at).every(earlier => earlier.session.revision < session.revision),
    )
    const [first, newest] = [all[0], all.at(-1)]
    return first && newest ? [{ first, newest, all }] : []
  })
}

/**
 * Makes the inbox events of the shape `interlude`: one for each conversation, for the same agents as in the shape
 * `botpress`.
 */
function conversationInInbox(news: News): Shown[] {
  const event = conversationEvent(news)
  const isForAll = news.all.some(
    ({ session, revisionBefore, isPausedBefore }) => revisionBefore === 0 || isPausedBefore || isAttended(session),
  )
  if (isForAll) return [{ event }]
  const speakers = news.all
    .flatMap(saidIn)
    .flatMap(({ by }) => (by.type === 'agent' && by.id !== undefined ? by.id : []))
  return [...new Set(speakers)].map(onlyFor => ({ event, onlyFor }))
}

function conversationEvent({ first, newest }: News): InboxEvent {
  const conversation = conversationView(newest.session)
  return { type: 'conversation', conversation, ...(first.revisionBefore === 0 && { isNew: true }) }
}

function eventsOf(
  { session, revisionBefore, isPausedBefore }: SessionChange,
  said: readonly MessageEntry[],
): HitlEvent[] {
  const view = hitlSession(session, {})
  const events: HitlEvent[] = []
  if (revisionBefore === 0) events.push({ type: 'hitl.new_session', session: view })
  if (isPausedBefore !== isAttended(session)) {
    events.push({ type: 'hitl.session.changed', id: session.id, isPaused: isAttended(session), session: view })
  }
  events.push(...said.map(message => messageEvent(view, message)))
  // A note or a draft still moves the conversation in the list.
  if (events.length === 0) {
    events.push({ type: 'hitl.session.changed', id: session.id, isPaused: isAttended(session), session: view })
  }
  return events
}

function messageEvent(view: HitlSession, message: MessageEntry): HitlEvent {
  return { type: 'hitl.message', session: view, message: hitlMessage(view.id, message) }
}

/** Returns the messages of a change. If the change carries only the head of a message, returns its first words. */
function saidIn({ session: { tail, preview } }: SessionChange): MessageEntry[] {
  return messagesOf(tail).map((message: MessageEntry & { readonly cut?: true }) =>
    message.cut && preview?.seq === message.seq ? { ...message, text: preview.text } : message,
  )
}
