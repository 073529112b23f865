import type { Log } from '../../lib/ports/system.ts'

/**
 * Each lane has its own limit, so that no lane can take the places of another.
 *
 * - `people`: requests and frames of agents, bots and operators. There are never many, and a flood makes them urgent.
 * - `pauses`: users' requests and frames that pause, unpause or ask whether a conversation is paused.
 * - `signals`: users' cheap frames of the protocol: pings, hellos, watches.
 * - `users`: everything else from users, mostly their messages. It may come as a flood.
 */
export const LANES = ['people', 'pauses', 'signals', 'users'] as const
export type Lane = (typeof LANES)[number]

/** The most in progress at once in each lane. The limit of `users` starts at its value and returns to it. */
export interface AdmissionLimits extends Readonly<Record<Lane, number>> {
  /** The limit of `users` never falls below this, however long things wait. */
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

/** How often to adjust the limit while anything is in progress. */
const LOOK_EVERY_MS = 50
/** A short stall (a garbage collection, a slow disk) is not an overload; this many slow looks in a row are. */
const LOOKS = 3
/** A wait of this many times `waitMs` is an overload at the first look. */
const SEVERE = 4
const SHRINK = 0.7
const GROW = 1.1
const GROW_BY = 8
const LOG_EVERY_MS = 10_000

/** A place that is held for work outside a request. */
export interface Place {
  /**
   * Says whether the work waits for another server now. While it does, it is no load, so only the full limit of the lane
   * counts it.
   */
  waits(isWaiting: boolean): void
  /** Frees the place. Calling it again changes nothing. */
  free(): void
}

/** Admits requests and frames, or refuses them at once. Refuses users' first, depending on how long things wait. */
export interface Admission {
  /** Takes a place and returns true, or returns false if there is no room. Each true needs one `leave`. */
  enter(lane: Lane): boolean
  leave(lane: Lane): void
  /** Whether `enter` would return true now. Takes no place; a false counts as a refusal. */
  hasRoom(lane: Lane): boolean
  /** Takes a place of `users` even if there is no room, for work that outlasts the request that started it. */
  hold(): Place
  /** Seconds after which a refused client may retry. They vary, so that clients do not all come back at once. */
  retryAfterSeconds(): number
  /** Stops the timer. */
  close(): void
}

/**
 * `waitedMs` returns the longest wait since its last call. The limit of `users` falls fast while that is too long, and
 * grows back while it is not (additive increase, multiplicative decrease): many requests that wait for a slow bot are
 * no load; a few that wait for this machine are.
 */
export function createAdmission(
  waitedMs: () => number,
  log: Log,
  limits: AdmissionLimits = LIMITS,
  now: () => number = () => performance.now(),
): Admission {
  const underWay: Record<Lane, number> = { people: 0, pauses: 0, signals: 0, users: 0 }
  let limit = limits.users
  /** Number of held places whose work waits for another server. */
  let waiting = 0
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
      limit = Math.max(limits.usersAtLeast, Math.floor(Math.min(limit, underWay.users - waiting) * SHRINK))
    else if (looksInARow === 0) limit = Math.min(limits.users, Math.ceil(limit * GROW) + GROW_BY)
    if (turnedAway > 0 && now() - loggedAt >= LOG_EVERY_MS) {
      log.warn('overload: refused requests', { turnedAway, limit, waiting, ...underWay })
      loggedAt = now()
      turnedAway = 0
    }
    const isIdle = LANES.every(lane => underWay[lane] === 0) && limit === limits.users
    timer = undefined
    if (!isIdle) schedule()
  }

  const hasRoom = (lane: Lane): boolean => {
    if (underWay[lane] < limits[lane] && (lane !== 'users' || underWay.users - waiting < limit)) return true
    turnedAway++
    return false
  }

  const take = (lane: Lane) => {
    underWay[lane]++
    if (timer !== undefined) return
    // Discard waits measured while idle.
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
    hold() {
      take('users')
      let isHeld = true
      let isWaiting = false
      const waits = (now: boolean) => {
        if (now !== isWaiting) waiting += now ? 1 : -1
        isWaiting = now
      }
      return {
        waits: now => waits(isHeld && now),
        free() {
          waits(false)
          if (isHeld) underWay.users--
          isHeld = false
        },
      }
    },
    retryAfterSeconds: () => 1 + (turn++ % 3),
    close: () => clearTimeout(timer),
  }
}

/** Admits everything. */
export const everybody: Admission = {
  enter: () => true,
  leave: () => {},
  hasRoom: () => true,
  hold: () => ({ waits: () => {}, free: () => {} }),
  retryAfterSeconds: () => 1,
  close: () => {},
}
