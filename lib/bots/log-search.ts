import type { App } from '../app.ts'
import { type Entry, type MessageEntry, messagesOf } from '../protocol/entry.ts'
import type { Instant, Session, Turn } from '../session/session.ts'

const PAGE = 100
/** The log is looked through for so many pages, from its end. */
const MAX_PAGES = 5
/** A channel's clock may go ahead of ours by so much. */
const MAX_SKEW_MS = 10 * 60_000

/** A user's message that the log has and the memory has not. */
export interface Found {
  readonly seq: number
  readonly turn: Turn
}

/**
 * Looks for a user's message by its channel's id, from the end of the log back to when it was sent: at most 500 entries.
 * Tells what became of it by what stands after it.
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

/** Derives a message's turn from the entries that follow it. Memory never drops an open turn, so this one is closed. */
function turnIn(log: readonly Entry[], { seq, epoch }: Entry): Turn {
  const replies = messagesOf(log).filter(message => message.inReplyTo === seq)
  const [first, last] = [replies[0], replies.at(-1)]
  if (first && last) return { status: 'answered', from: first.seq, upTo: last.seq, ...handedOver(log, last) }
  if (log.some(entry => entry.kind === 'withheld' && entry.inReplyTo === seq)) return { status: 'draft' }
  const isHeld = isHumanEpoch(epoch) || log.some(entry => entry.kind === 'paused' && entry.held?.includes(seq))
  return isHeld ? { status: 'held' } : { status: 'answered', from: seq + 1, upTo: seq }
}

/** The bot hands over in the commit of its last words, so the pause stands right after them and shares their epoch. */
function handedOver(log: readonly Entry[], last: MessageEntry): { handedOver?: true } {
  const next = log.find(({ seq }) => seq === last.seq + 1)
  return next?.kind === 'paused' && next.epoch === last.epoch ? { handedOver: true } : {}
}

/** Control goes from the bot to people and back, one epoch each: people hold it in the odd ones. */
function isHumanEpoch(epoch: number): boolean {
  return epoch % 2 === 1
}
