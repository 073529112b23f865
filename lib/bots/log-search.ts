import type { App } from '../app.ts'
import { type Entry, type MessageEntry, messagesOf } from '../protocol/entry.ts'
import type { Instant, Session, Turn } from '../session/session.ts'

const PAGE = 100
/** Most pages that the search reads, from the end of the log. */
const MAX_PAGES = 5
/** Most that a channel's clock may be ahead of ours. */
const MAX_SKEW_MS = 10 * 60_000

/** A user's message that is in the log, but no longer in the conversation's memory. */
export interface Found {
  readonly seq: number
  readonly turn: Turn
}

/**
 * Searches the log for a user's message by its client id, from the end back to the time at which it was sent, over at
 * most 500 entries. Derives its turn from the entries after it.
 */
export async function findInLog(
  { store }: Pick<App, 'store'>,
  { id, revision }: Session,
  clientId: string,
  sentAt: Instant,
): Promise<Found | undefined> {
  let after: readonly Entry[] = []
  for (let pages = 0, before = revision + 1; pages < MAX_PAGES && before > 1; pages++) {
    const page = await store.entries(id, { before, limit: PAGE })
    const [oldest] = page
    if (!oldest) return undefined
    after = [...page, ...after]
    const message = page.find(entry => isMessage(entry, clientId))
    if (message) return { seq: message.seq, turn: turnIn(after, message) }
    if (Date.parse(oldest.at) < sentAt - MAX_SKEW_MS) return undefined
    before = oldest.seq
  }
  return undefined
}

function isMessage(entry: Entry, clientId: string): boolean {
  return entry.kind === 'message' && entry.by.type === 'user' && entry.clientId === clientId
}

/** Derives the turn of a message from the entries after it. Memory never drops an open turn, so this turn is closed. */
function turnIn(log: readonly Entry[], { seq, epoch }: Entry): Turn {
  const replies = messagesOf(log).filter(message => message.inReplyTo === seq)
  const [first, last] = [replies[0], replies.at(-1)]
  if (first && last) return { status: 'answered', from: first.seq, upTo: last.seq, ...handedOver(log, last) }
  if (log.some(entry => entry.kind === 'withheld' && entry.inReplyTo === seq)) return { status: 'draft' }
  const isHeld = isHumanEpoch(epoch) || log.some(entry => entry.kind === 'paused' && entry.held?.includes(seq))
  return isHeld ? { status: 'held' } : { status: 'answered', from: seq + 1, upTo: seq }
}

/**
 * Says whether the bot handed over with its last reply: the pause then follows the reply directly, in the same commit.
 */
function handedOver(log: readonly Entry[], last: MessageEntry): { handedOver?: true } {
  const next = log.find(({ seq }) => seq === last.seq + 1)
  return next?.kind === 'paused' && next.epoch === last.epoch ? { handedOver: true } : {}
}

/** Each change of control adds one to the epoch, and the bot begins, so people hold the conversation in odd epochs. */
function isHumanEpoch(epoch: number): boolean {
  return epoch % 2 === 1
}
