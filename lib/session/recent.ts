import { hash } from 'node:crypto'
import { defined } from '../defined.ts'
import type { Instant, Recent, Session, Turn } from './session.ts'

/**
 * Number of commands that a session remembers beside unfinished turns. A retry that comes after this many newer commands
 * counts as a new command.
 */
export const REMEMBERED_COMMANDS = 20

/**
 * Maximum number of commands that one commit forgets. A pause closes many turns in one commit, and the session must
 * still recognise their retries and late answers.
 */
const FORGOTTEN_AT_ONCE = 2

/**
 * Maximum number of unfinished turns: messages that wait for the bot, and replies that wait for approval. More are
 * refused with `session.busy`, since the session stores each of them.
 */
export const MAX_OPEN_TURNS = 40

/** Maximum number of attempts of a turn. A client that retries for ever must not keep its user from an agent. */
export const MAX_TURN_ATTEMPTS = 3

/** The `seq` of a command that wrote no entry. The next `seq` would name the entry of another command. */
export const NOTHING_WRITTEN = 0

export type OpenTurn = Recent & { readonly turn: Extract<Turn, { status: 'open' }> }

/** 96 bits: collisions are not feasible. */
const HASH_CHARS = 16
/** Length of the hashes in sessions that earlier versions stored. */
const OLD_HASH_CHARS = 10

/**
 * The short hash under which a command is remembered. The verb is part of it, so equal ids of different verbs differ.
 */
export function commandHash(verb: string, id: string): string {
  return hash('sha256', `${verb} ${id}`, 'base64url').slice(0, HASH_CHARS)
}

/** Finds the command if it was carried out before. A command without an id is never found. */
export function recall({ recent }: Pick<Session, 'recent'>, hash: string | undefined): Recent | undefined {
  if (hash === undefined) return undefined
  const old = hash.slice(0, OLD_HASH_CHARS)
  return recent.find(({ id }) => id === hash || id === old)
}

/** Whether a command with this id was carried out before. It is not carried out again. */
export function isRemembered(session: Pick<Session, 'recent'>, verb: string, id: string | undefined): boolean {
  return id !== undefined && recall(session, commandHash(verb, id)) !== undefined
}

/** Every fifth command keeps the time at which it came. */
const MARKED_COMMANDS = 5

/** The commands that a session remembers. */
export type Memory = Pick<Session, 'recent' | 'forgottenUpTo'>

/**
 * Remembers one more command and forgets the oldest, but never an unfinished turn, since deadlines depend on it.
 * `forgottenUpTo` is a time at or before which all forgotten commands came.
 */
export function remember(memory: Memory, entry: Recent, now: Instant): Memory {
  const isMarked = memory.recent.slice(1 - MARKED_COMMANDS).some(({ at }) => at !== undefined)
  const all = [...memory.recent, isMarked ? entry : { ...entry, at: now }]
  let surplus = Math.min(all.length - countUnfinished(all) - REMEMBERED_COMMANDS, FORGOTTEN_AT_ONCE)
  let forgottenUpTo = memory.forgottenUpTo
  const recent = all.filter(({ turn }, index) => {
    if (isUnfinished(turn) || surplus-- <= 0) return true
    forgottenUpTo = Math.max(forgottenUpTo ?? 0, cameUpTo(all, index) ?? now)
    return false
  })
  return { recent, ...defined({ forgottenUpTo }) }
}

/** A time at or before which a command came: its own, or that of the next command with a time. */
function cameUpTo(all: readonly Recent[], index: number): Instant | undefined {
  for (let next = index; next < all.length; next++) {
    const at = all[next]?.at
    if (at !== undefined) return at
  }
  return undefined
}

/** Whether a command that came at `at` or later may be among the forgotten ones. */
export function mayBeForgotten({ forgottenUpTo }: Memory, at: Instant): boolean {
  return forgottenUpTo !== undefined && at <= forgottenUpTo
}

export function openTurns(recent: readonly Recent[]): readonly OpenTurn[] {
  return recent.filter((entry): entry is OpenTurn => entry.turn?.status === 'open')
}

/** Whether the user still waits for what comes of a turn: for the bot, or for a decision about its words. */
function isUnfinished(turn: Turn | undefined): boolean {
  return turn?.status === 'open' || turn?.status === 'review'
}

export function countUnfinished(recent: readonly Recent[]): number {
  let count = 0
  for (const { turn } of recent) if (isUnfinished(turn)) count++
  return count
}

/**
 * Closes every unfinished turn as people take the conversation: holds the open ones, and keeps proposals as drafts. What
 * the bot still says becomes a draft, too.
 */
export function holdTurns(recent: readonly Recent[]): readonly Recent[] {
  return recent.map(entry => {
    if (entry.turn?.status === 'open') return { ...entry, turn: { status: 'held' } }
    return entry.turn?.status === 'review' ? { ...entry, turn: { status: 'draft' } } : entry
  })
}

/** Replaces the turn of message `seq`. */
export function setTurn(recent: readonly Recent[], seq: number, turn: Turn): readonly Recent[] {
  return recent.map(entry => (entry.seq === seq ? { ...entry, turn } : entry))
}

export function turnOf(session: Session, seq: number): Turn | undefined {
  return session.recent.find(entry => entry.seq === seq)?.turn
}

/** The earliest end of an open turn's lease. */
export function firstLeaseEnd(recent: readonly Recent[]): Instant | undefined {
  let first: Instant | undefined
  for (const { turn } of recent) {
    if (turn?.status === 'open' && (first === undefined || turn.until < first)) first = turn.until
  }
  return first
}
