import { hash } from 'node:crypto'
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

/** The short name under which a command is remembered. Commands of different verbs never meet. */
export function commandHash(verb: string, id: string): string {
  return hash('sha256', `${verb} ${id}`, 'base64url').slice(0, 10)
}

/** The command, if it was carried out before; one without an id never was. */
export function recall(session: Session, hash: string | undefined): Recent | undefined {
  return session.recent.find(recent => recent.id === hash)
}

/** Remembers one more command. The oldest are forgotten, never an open turn: it is what deadlines are made of. */
export function remember(recent: readonly Recent[], entry: Recent): readonly Recent[] {
  const all = [...recent, entry]
  let surplus = Math.min(all.length - countOpenTurns(all) - REMEMBERED_COMMANDS, FORGOTTEN_AT_ONCE)
  return all.filter(({ turn }) => turn?.status === 'open' || surplus-- <= 0)
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
