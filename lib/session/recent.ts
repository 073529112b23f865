import { hash } from 'node:crypto'
import { defined } from '../defined.ts'
import type { Instant, Recent, Session, Turn } from './session.ts'

/** How many commands a session remembers beside open turns; a retry that comes later than so many newer commands is a new command. */
export const REMEMBERED_COMMANDS = 20

/** A pause closes many turns in one commit; their retries and late answers must still be recognised, so they fade one by one. */
const FORGOTTEN_AT_ONCE = 2

/** So many messages of a user may wait for the bot; more are refused for now, since the session carries each of them. */
export const MAX_OPEN_TURNS = 40

/** How often a turn is tried. A client that retries for ever must not keep its user from a person. */
export const MAX_TURN_ATTEMPTS = 3

/** Stands for the entry of a command that wrote none. A `seq` to come would name somebody else's entry. */
export const NOTHING_WRITTEN = 0

export type OpenTurn = Recent & { readonly turn: Extract<Turn, { status: 'open' }> }

/** 96 bits: nobody finds two ids that meet. */
const HASH_CHARS = 16
/** Sessions that were stored before have hashes of so many characters. */
const OLD_HASH_CHARS = 10

/** The short name under which a command is remembered. Commands of different verbs never meet. */
export function commandHash(verb: string, id: string): string {
  return hash('sha256', `${verb} ${id}`, 'base64url').slice(0, HASH_CHARS)
}

/** The command, if it was carried out before; one without an id never was. */
export function recall({ recent }: Pick<Session, 'recent'>, hash: string | undefined): Recent | undefined {
  if (hash === undefined) return undefined
  const old = hash.slice(0, OLD_HASH_CHARS)
  return recent.find(({ id }) => id === hash || id === old)
}

/** One of so many commands keeps the time at which it came. */
const MARKED_COMMANDS = 5

/** The commands that a session remembers. */
export type Memory = Pick<Session, 'recent' | 'forgottenUpTo'>

/**
 * Remembers one more command. The oldest are forgotten, never an open turn: it is what deadlines are made of. The memory
 * keeps a time at or before which all forgotten commands came.
 */
export function remember(memory: Memory, entry: Recent, now: Instant): Memory {
  const isMarked = memory.recent.slice(1 - MARKED_COMMANDS).some(({ at }) => at !== undefined)
  const all = [...memory.recent, isMarked ? entry : { ...entry, at: now }]
  let surplus = Math.min(all.length - countOpenTurns(all) - REMEMBERED_COMMANDS, FORGOTTEN_AT_ONCE)
  let forgottenUpTo = memory.forgottenUpTo
  const recent = all.filter(({ turn }, index) => {
    if (turn?.status === 'open' || surplus-- <= 0) return true
    forgottenUpTo = Math.max(forgottenUpTo ?? 0, cameUpTo(all, index) ?? now)
    return false
  })
  return { recent, ...defined({ forgottenUpTo }) }
}

/** A time at or before which a command came: its own, or that of the next one that has kept it. */
function cameUpTo(all: readonly Recent[], index: number): Instant | undefined {
  for (let next = index; next < all.length; next++) {
    const at = all[next]?.at
    if (at !== undefined) return at
  }
  return undefined
}

/** Whether a command that came at `at`, or later, may be among those that are forgotten. */
export function mayBeForgotten({ forgottenUpTo }: Memory, at: Instant): boolean {
  return forgottenUpTo !== undefined && at <= forgottenUpTo
}

export function openTurns(recent: readonly Recent[]): readonly OpenTurn[] {
  return recent.filter((entry): entry is OpenTurn => entry.turn?.status === 'open')
}

export function countOpenTurns(recent: readonly Recent[]): number {
  let count = 0
  for (const { turn } of recent) if (turn?.status === 'open') count++
  return count
}

/** Closes every open turn, as each change of control does: whatever the bot still says is a draft. */
export function holdOpenTurns(recent: readonly Recent[]): readonly Recent[] {
  return recent.map(entry => (entry.turn?.status === 'open' ? { ...entry, turn: { status: 'held' } } : entry))
}

/** Gives the message `seq` another turn. */
export function setTurn(recent: readonly Recent[], seq: number, turn: Turn): readonly Recent[] {
  return recent.map(entry => (entry.seq === seq ? { ...entry, turn } : entry))
}

export function turnOf(session: Session, seq: number): Turn | undefined {
  return session.recent.find(entry => entry.seq === seq)?.turn
}

/** When the first open turn's lease ends. */
export function firstLeaseEnd(recent: readonly Recent[]): Instant | undefined {
  let first: Instant | undefined
  for (const { turn } of recent) {
    if (turn?.status === 'open' && (first === undefined || turn.until < first)) first = turn.until
  }
  return first
}
