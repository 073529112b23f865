import { defined } from '../../lib/defined.ts'
import type { StoredBot, StoredKey } from '../../lib/ports/bots.ts'
import type { FeedItem } from '../../lib/ports/feed.ts'
import { MAX_NOTIFICATIONS, NOTIFICATION_MS, type StoredNotification } from '../../lib/ports/notifications.ts'
import { READ_MARK_MS } from '../../lib/ports/read-marks.ts'
import type { EntryRange, Loaded } from '../../lib/ports/sessions.ts'
import { MAX_WATCHED, type SocketChange, type StoredSocket } from '../../lib/ports/sockets.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
import { matches, soughtBy, wordsOf } from '../../lib/search/words.ts'
import { isListed, type Listed, waitingSince } from '../../lib/session/listed.ts'
import type { Episode, Instant, Session } from '../../lib/session/session.ts'
import { type Paged, page } from './memory-lists.ts'

/** The stored data of one conversation. Immutable, so a reference is a snapshot. */
export interface Kept {
  /** The order of creation. */
  readonly place: number
  readonly loaded: Loaded
  readonly due?: Instant
  readonly log: readonly Entry[]
  readonly episodes: readonly Episode[]
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** A whole store at one moment, as a value: keep it as a snapshot, put it back as a reset. */
export interface MemoryState {
  readonly conversations: ReadonlyMap<SessionId, Kept>
  readonly bots: ReadonlyMap<string, StoredBot>
  /** By `botId/keyId`. */
  readonly keys: ReadonlyMap<string, StoredKey>
  readonly sockets: ReadonlyMap<string, StoredSocket>
  /** When the alert slot of a bot ends. */
  readonly alertSlots: ReadonlyMap<string, Instant>
  /** When an agent signed out everywhere. */
  readonly signOuts: ReadonlyMap<string, Instant>
  /** The bytes taken from a socket's catch-up budget, and the start of its window. */
  readonly caughtUp: ReadonlyMap<string, { readonly since: Instant; readonly bytes: number }>
  /** Agents' read marks by agent and session, and their expiry. */
  readonly readMarks: ReadonlyMap<string, { readonly seq: number; readonly until: Instant }>
  /** Each bot's notifications, oldest first; `newest` outlives them. */
  readonly notifications: ReadonlyMap<string, { readonly newest: number; readonly all: readonly StoredNotification[] }>
  /** The read marks of notifications, by bot and agent. */
  readonly notificationsRead: ReadonlyMap<string, number>
  /** The unacknowledged changes. */
  readonly feed: readonly FeedItem[]
  /** The position of the newest change. */
  readonly position: number
}

export const emptyState: MemoryState = {
  conversations: new Map(),
  bots: new Map(),
  keys: new Map(),
  sockets: new Map(),
  alertSlots: new Map(),
  signOuts: new Map(),
  caughtUp: new Map(),
  readMarks: new Map(),
  notifications: new Map(),
  notificationsRead: new Map(),
  feed: [],
  position: 0,
}

export type Op = keyof Store
export type ArgsOf<O extends Op> = Parameters<Store[O]>
export type ResultOf<O extends Op> = Awaited<ReturnType<Store[O]>>

/** The new state and the result of a call. */
export interface Step<Result> {
  readonly state: MemoryState
  readonly result: Result
}

/** Every call of the store, as a function of the current state. */
export const operations: { readonly [O in Op]: (state: MemoryState, ...args: ArgsOf<O>) => Step<ResultOf<O>> } = {
  load: (state, id) => read(state, state.conversations.get(id)?.loaded),

  commit(state, version, { session, entries, episodes, attributes, due }) {
    const before = state.conversations.get(session.id)
    if ((before?.loaded.version ?? 0) !== version) return read(state, false)
    if (before && entries.some(({ seq }) => seq <= before.log.length)) throw new Error('an entry stands there already')
    const watchers = before?.loaded.watchers ?? []
    const stored = withoutUndefined(session)
    const kept: Kept = {
      place: before?.place ?? state.conversations.size,
      loaded: { session: stored, version: version + 1, watchers },
      ...defined({ due }),
      log: entries.length > 0 ? [...(before?.log ?? []), ...entries] : (before?.log ?? []),
      episodes: episodes.reduce(withEpisode, before?.episodes ?? []),
      ...((attributes ?? before?.attributes) && { attributes: attributes ?? before?.attributes }),
    } as Kept
    const conversations = new Map(state.conversations).set(session.id, kept)
    if (entries.length === 0) return { state: { ...state, conversations }, result: true }
    const position = state.position + 1
    const change = {
      session: stored,
      watchers,
      revisionBefore: before?.loaded.session.revision ?? 0,
      isPausedBefore: before?.loaded.session.control.holder === 'human',
    }
    const feed = [...state.feed, { position: String(position), change }]
    return { state: { ...state, conversations, feed, position }, result: true }
  },

  setWatchers(state, version, session, watchers) {
    const before = state.conversations.get(session.id)
    if ((before?.loaded.version ?? 0) !== version) return read(state, false)
    const loaded = { session: before?.loaded.session ?? session, version: version + 1, watchers }
    const kept: Kept = before
      ? { ...before, loaded }
      : { place: state.conversations.size, loaded, log: [], episodes: [] }
    return { state: { ...state, conversations: new Map(state.conversations).set(session.id, kept) }, result: true }
  },

  entries: (state, id, range) => read(state, pick(state.conversations.get(id)?.log ?? [], range)),

  attributes(state, ids) {
    const known = ids.flatMap(id => {
      const attributes = state.conversations.get(id)?.attributes
      return attributes ? [[id, attributes] as const] : []
    })
    return read(state, new Map(known))
  },

  threads(state, { botId, channel, userId, limit }) {
    const found = [...state.conversations.values()].filter(({ loaded: { session } }) => {
      const isUsers = session.botId === botId && session.channel === channel && session.userId === userId
      return isUsers && session.threadId !== undefined && session.revision > 0
    })
    found.sort((a, b) => b.loaded.session.createdAt - a.loaded.session.createdAt || b.place - a.place)
    return read(
      state,
      found.slice(0, Math.max(0, limit)).map(({ loaded: { session } }) => session.id),
    )
  },

  list(state, { botId, limit, cursor, since = 0, ...listed }) {
    const shown = listedOf(state, botId, listed).filter(({ loaded }) => loaded.session.lastEventAt >= since)
    const paged = shown.map(({ loaded: { session }, place }): Paged<Session> => {
      const since = waitingSince(session)
      const isByWait = listed.status === 'pending' && since !== undefined
      return { item: session, order: isByWait ? [-since, -place] : [session.lastEventAt, place] }
    })
    return read(state, page(paged, limit, cursor))
  },

  count: (state, { botId, most, ...listed }) => read(state, Math.min(most, listedOf(state, botId, listed).length)),

  search(state, { botId, text, limit }) {
    const sought = soughtBy(text)
    const found = [...state.conversations.values()]
      .filter(({ log, loaded: { session } }) => {
        const isKnown = session.botId === botId && (log.length > 0 || session.user.fullName !== undefined)
        return isKnown && matches(wordsOf(session), sought)
      })
      .map(({ loaded: { session } }) => session)
      .sort((a, b) => b.lastEventAt - a.lastEventAt)
    return read(state, found.slice(0, limit))
  },

  due(state, now, limit) {
    const overdue = [...state.conversations.values()].filter(({ due }) => due !== undefined && due <= now)
    overdue.sort((a, b) => (a.due ?? 0) - (b.due ?? 0))
    return read(
      state,
      overdue.slice(0, limit).map(({ loaded: { session } }) => session.id),
    )
  },

  episodes(state, id, range) {
    const all = state.conversations.get(id)?.episodes ?? []
    if ('after' in range) return read(state, all.filter(({ number }) => number > range.after).slice(0, range.limit))
    const before = all.filter(({ number }) => number < range.before)
    return read(state, before.slice(Math.max(0, before.length - range.limit)))
  },

  handoffs(state, { botId, limit, cursor }) {
    const all = [...state.conversations.values()].flatMap(({ episodes, place, loaded: { session } }) => {
      const { id, channel, userId, threadId } = session
      if (session.botId !== botId) return []
      const who = { session: id, botId, channel, userId, ...defined({ threadId }) }
      return episodes.map(episode => ({
        item: { ...episode, ...who },
        order: [episode.startedAt, place, episode.number],
      }))
    })
    return read(state, page(all, limit, cursor))
  },

  bot: (state, botId) => read(state, state.bots.get(botId)),
  putBot(state, botId, version, bot) {
    if ((state.bots.get(botId)?.config.version ?? 0) !== version) return read(state, false)
    return { state: { ...state, bots: new Map(state.bots).set(botId, bot) }, result: true }
  },
  bots(state, { after = '', limit }) {
    const ids = [...state.bots.keys()].filter(id => id > after)
    return read(state, ids.sort(byCode).slice(0, limit))
  },
  key: (state, botId, keyId) => read(state, state.keys.get(`${botId}/${keyId}`)),
  keys: (state, botId) =>
    read(
      state,
      [...state.keys].filter(([name]) => name.startsWith(`${botId}/`)).map(([, key]) => key),
    ),
  putKey(state, botId, key) {
    return { state: { ...state, keys: new Map(state.keys).set(`${botId}/${key.keyId}`, key) }, result: undefined }
  },
  deleteKey(state, botId, keyId) {
    const keys = new Map(state.keys)
    const result = keys.delete(`${botId}/${keyId}`)
    return { state: { ...state, keys }, result }
  },

  socket: (state, connectionId) => read(state, state.sockets.get(connectionId)),
  putSocket: (state, socket) => ({ state: withSocket(state, socket), result: undefined }),
  updateSocket(state, connectionId, change) {
    const socket = state.sockets.get(connectionId)
    if (!socket) return read(state, false)
    const after = changed(socket, change)
    if (after.watching.length > Math.max(MAX_WATCHED, socket.watching.length)) return read(state, false)
    return { state: withSocket(state, after), result: true }
  },
  takeCatchUp(state, connectionId, bytes, budget, now) {
    if (!state.sockets.has(connectionId)) return read(state, false)
    const before = state.caughtUp.get(connectionId)
    const window = before && now < before.since + budget.windowMs ? before : { since: now, bytes: 0 }
    if (window.bytes + bytes > budget.bytes) return read(state, false)
    const after = { since: window.since, bytes: window.bytes + bytes }
    return { state: { ...state, caughtUp: new Map(state.caughtUp).set(connectionId, after) }, result: true }
  },
  removeSocket(state, connectionId) {
    const [sockets, caughtUp] = [new Map(state.sockets), new Map(state.caughtUp)]
    sockets.delete(connectionId)
    caughtUp.delete(connectionId)
    return { state: { ...state, sockets, caughtUp }, result: undefined }
  },
  agentSockets: (state, botId) =>
    read(
      state,
      [...state.sockets.values()].filter(socket => socket.owner.as === 'agent' && socket.botId === botId),
    ),

  connectionsOf: (state, botId, agentId) =>
    read(
      state,
      [...state.sockets.values()]
        .filter(({ owner, botId: of }) => of === botId && owner.as === 'agent' && owner.id === agentId)
        .map(({ connectionId }) => connectionId),
    ),

  raiseReadMark(state, { agentId, session, seq }, now) {
    const name = JSON.stringify([agentId, session])
    const before = state.readMarks.get(name)
    if (before && before.until > now && before.seq >= seq) return read(state, { seq: before.seq, raised: false })
    const after = { seq, until: now + READ_MARK_MS }
    return {
      state: { ...state, readMarks: new Map(state.readMarks).set(name, after) },
      result: { seq, raised: true },
    }
  },
  readMarks(state, agentId, sessions, now) {
    const found = sessions.flatMap(session => {
      const mark = state.readMarks.get(JSON.stringify([agentId, session]))
      return mark && mark.until > now ? [[session, mark.seq] as const] : []
    })
    return read(state, new Map(found))
  },

  takeAlertSlot(state, botId, now, until) {
    const end = state.alertSlots.get(botId)
    // A second implementation, like all of this store: a slot that ends too far ahead is ignored.
    if (end !== undefined && end > now && end - now <= 2 * (until - now)) {
      return read(state, { taken: false, until: end })
    }
    return { state: { ...state, alertSlots: new Map(state.alertSlots).set(botId, until) }, result: { taken: true } }
  },

  signedOutAt: (state, agentId) => read(state, state.signOuts.get(agentId)),
  signOutAgent(state, agentId, at) {
    const latest = Math.max(at, state.signOuts.get(agentId) ?? at)
    return { state: { ...state, signOuts: new Map(state.signOuts).set(agentId, latest) }, result: undefined }
  },

  addNotifications(state, botId, given, now) {
    const { newest: before, all: earlier } = state.notifications.get(botId) ?? { newest: 0, all: [] }
    let newest = before
    let all = earlier.filter(({ at }) => at > now - NOTIFICATION_MS)
    const result = given.map(each => {
      const stored = all.find(({ id }) => id === each.id)
      if (stored) return { notification: stored, isNew: false }
      const notification = { ...each, number: ++newest }
      all = [...all, notification]
      return { notification, isNew: true }
    })
    const after = { newest, all: all.filter(({ number }) => number > newest - MAX_NOTIFICATIONS) }
    return { state: { ...state, notifications: new Map(state.notifications).set(botId, after) }, result }
  },
  notifications(state, { botId, open, before = Number.POSITIVE_INFINITY, limit }, now) {
    const all = state.notifications.get(botId)?.all ?? []
    const shown = all.filter(
      ({ number, at, done }) => number < before && at > now - NOTIFICATION_MS && !(open && done !== undefined),
    )
    return read(state, shown.toReversed().slice(0, limit))
  },
  setNotificationDone(state, botId, which, done, now) {
    const kept = state.notifications.get(botId)
    const found = kept?.all.find(
      ({ id, number, at }) => at > now - NOTIFICATION_MS && ('id' in which ? id === which.id : number === which.number),
    )
    if (!kept || !found) return read(state, undefined)
    if ((found.done === undefined) === (done === null)) return read(state, { notification: found, changed: false })
    const { done: _done, ...open } = found
    const notification = done === null ? open : { ...open, done }
    const after = { ...kept, all: kept.all.map(each => (each === found ? notification : each)) }
    return {
      state: { ...state, notifications: new Map(state.notifications).set(botId, after) },
      result: { notification, changed: true },
    }
  },
  notificationsRead: (state, botId, agentId) =>
    read(state, state.notificationsRead.get(JSON.stringify([botId, agentId])) ?? 0),
  readNotifications(state, botId, agentId, upTo) {
    const name = JSON.stringify([botId, agentId])
    const result = Math.max(upTo, state.notificationsRead.get(name) ?? 0)
    return { state: { ...state, notificationsRead: new Map(state.notificationsRead).set(name, result) }, result }
  },
}

const WRITES: ReadonlySet<string> = new Set<Op>([
  'commit',
  'setWatchers',
  'putBot',
  'putKey',
  'deleteKey',
  'putSocket',
  'updateSocket',
  'takeCatchUp',
  'removeSocket',
  'takeAlertSlot',
  'raiseReadMark',
  'signOutAgent',
  'addNotifications',
  'setNotificationDone',
  'readNotifications',
])

/** Whether a call may change the state. */
export function isWrite(op: string): boolean {
  return WRITES.has(op)
}

function read<Result>(state: MemoryState, result: Result): Step<Result> {
  return { state, result }
}

/** Bots' ids are ASCII. */
function byCode(one: string, two: string): number {
  return one < two ? -1 : 1
}

function listedOf(state: MemoryState, botId: string, listed: Listed): readonly Kept[] {
  return [...state.conversations.values()].filter(
    ({ loaded: { session } }) => session.botId === botId && isListed(session, listed),
  )
}

function pick(log: readonly Entry[], range: EntryRange): readonly Entry[] {
  if ('before' in range) {
    const end = Math.min(Math.max(range.before - 1, 0), log.length)
    return log.slice(Math.max(0, end - range.limit), end)
  }
  const { after, upTo = log.length, limit } = range
  return log.slice(after, Math.max(after, Math.min(upTo, after + limit)))
}

function withEpisode(all: readonly Episode[], episode: Episode): readonly Episode[] {
  const others = all.filter(({ number }) => number !== episode.number)
  return [...others, episode].sort((a, b) => a.number - b.number)
}

/** Drops undefined fields, as JSON does. */
function withoutUndefined(session: Session): Session {
  return Object.fromEntries(Object.entries(session).filter(([, value]) => value !== undefined)) as unknown as Session
}

function withSocket(state: MemoryState, socket: StoredSocket): MemoryState {
  return { ...state, sockets: new Map(state.sockets).set(socket.connectionId, socket) }
}

function changed(socket: StoredSocket, change: SocketChange): StoredSocket {
  if ('watch' in change) return { ...socket, watching: [...new Set([...socket.watching, change.watch])] }
  if ('unwatch' in change) return { ...socket, watching: socket.watching.filter(id => id !== change.unwatch) }
  if ('subscription' in change) {
    const { subscription: _ended, shape: _shape, ...rest } = socket
    return change.subscription === null ? rest : { ...rest, ...change }
  }
  return { ...socket, ...change }
}
