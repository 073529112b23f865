import type { Log } from '../../lib/ports/system.ts'

/**
 * Each lane has room of its own, so that no lane can take the places of another.
 *
 * - `people`: what agents, bots and operators send. There is never much of it, and a flood makes it urgent.
 * - `pauses`: users' requests and frames that pause, unpause or ask whether a conversation is paused.
 * - `signals`: users' frames that are cheap and part of the protocol: pings, hellos, watches.
 * - `users`: everything else that users bring in, their messages above all. It may come as a flood.
 */
export const LANES = ['people', 'pauses', 'signals', 'users'] as const
export type Lane = (typeof LANES)[number]

/** The most under way at once in each lane. For `users` the limit begins there, and returns to it. */
export interface AdmissionLimits extends Readonly<Record<Lane, number>> {
  /** So many of users' are let in however long things wait. */
  readonly usersAtLeast: number
  /** How long things may wait (ms) before the limit of `users` shrinks. */
  readonly waitMs: number
}

export const LIMITS: AdmissionLimits = {
  people: 512,
  pauses: 64,
  signals: 128,
  users: 512,
  usersAtLeast: 96,
  waitMs: 100,
}

/** How often the limit is looked at, while anything is under way. */
const LOOK_EVERY_MS = 50
/** A moment's pause (a collection of garbage, a slow disk) is no overload; so many looks in a row are. */
const LOOKS = 3
/** This many times the bearable wait is one at the first look. */
const SEVERE = 4
const SHRINK = 0.7
const GROW = 1.1
const GROW_BY = 8
const LOG_EVERY_MS = 10_000

/** Lets requests and frames in, or turns them away at once: users' first, by how long things wait already. */
export interface Admission {
  /** Whether it may come in; who came in must `leave`. */
  enter(lane: Lane): boolean
  leave(lane: Lane): void
  /** Whether `enter` would let it in now. It takes no place; a no counts as turned away. */
  hasRoom(lane: Lane): boolean
  /**
   * Takes a place even where there is no room, for work that goes on after what was let in has left (a bot that is asked). The
   * answer gives the place back; calling it again changes nothing.
   */
  hold(lane: Lane): () => void
  /** Seconds after which one who was turned away may try again: not the same for all, so that they do not come back at once. */
  retryAfterSeconds(): number
  /** Looks no more. */
  close(): void
}

/**
 * `waitedMs` says how long things waited since it was asked last, at worst. The limit of `users` falls fast while that is too
 * long, and grows back while it is not (additive increase, multiplicative decrease): many requests that wait for a slow bot are
 * no load, a few that wait for this machine are.
 */
export function createAdmission(
  waitedMs: () => number,
  log: Log,
  limits: AdmissionLimits = LIMITS,
  now: () => number = () => performance.now(),
): Admission {
  const underWay: Record<Lane, number> = { people: 0, pauses: 0, signals: 0, users: 0 }
  let limit = limits.users
  let looksInARow = 0
  let timer: NodeJS.Timeout | undefined
  let lookAt = 0
  let turnedAway = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  let turn = 0

  const schedule = () => {
    lookAt = now() + LOOK_EVERY_MS
    timer = setTimeout(look, LOOK_EVERY_MS).unref()
  }

  const look = () => {
    const wait = Math.max(now() - lookAt, waitedMs())
    looksInARow = wait >= limits.waitMs ? looksInARow + 1 : 0
    if (wait >= limits.waitMs * SEVERE || looksInARow >= LOOKS)
      limit = Math.max(limits.usersAtLeast, Math.floor(Math.min(limit, underWay.users) * SHRINK))
    else if (looksInARow === 0) limit = Math.min(limits.users, Math.ceil(limit * GROW) + GROW_BY)
    if (turnedAway > 0 && now() - loggedAt >= LOG_EVERY_MS) {
      log.warn('overload: refused requests', { turnedAway, limit, ...underWay })
      loggedAt = now()
      turnedAway = 0
    }
    const isIdle = LANES.every(lane => underWay[lane] === 0) && limit === limits.users
    timer = undefined
    if (!isIdle) schedule()
  }

  const hasRoom = (lane: Lane): boolean => {
    if (underWay[lane] < (lane === 'users' ? limit : limits[lane])) return true
    turnedAway++
    return false
  }

  const take = (lane: Lane) => {
    underWay[lane]++
    if (timer !== undefined) return
    // Do not count the time that work waited while nobody was here.
    waitedMs()
    schedule()
  }

  return {
    hasRoom,
    enter(lane) {
      if (!hasRoom(lane)) return false
      take(lane)
      return true
    },
    leave(lane) {
      underWay[lane]--
    },
    hold(lane) {
      take(lane)
      let isHeld = true
      return () => {
        if (isHeld) underWay[lane]--
        isHeld = false
      }
    },
    retryAfterSeconds: () => 1 + (turn++ % 3),
    close: () => clearTimeout(timer),
  }
}

/** Lets everybody in. */
export const everybody: Admission = {
  enter: () => true,
  leave: () => {},
  hasRoom: () => true,
  hold: () => () => {},
  retryAfterSeconds: () => 1,
  close: () => {},
}
