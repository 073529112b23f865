import type { Entry, MessageEntry } from '../../lib/protocol/entry.ts'
import type { Session } from '../../lib/session/session.ts'
import { owesDelivery } from './judge-commit.ts'
import { isHeldAt, judgeAnswersAlike } from './judge-seen.ts'
import { type Reader, seenBy } from './reader.ts'
import { sameEntries } from './same.ts'
import type { Complaint, Seen, Stored } from './seen.ts'

/** The end: all due work is done, the feed is empty, and every watcher has pinged once more. */
export interface End {
  readonly stored: Stored
  /** The observations of the conversation, in order. */
  readonly seen: readonly Seen[]
  readonly readers: readonly Reader[]
  /** Whether an actor died or an answer was lost during a delivery, so that a message may have arrived twice. */
  readonly mayDouble: boolean
  /** Whether alerts may fail so long that a handoff is given up without one. */
  readonly alertsMayFail?: boolean
}

export function judgeEnd({ stored, seen, readers, mayDouble, alertsMayFail = false }: End): Complaint {
  const { log } = stored
  return (
    judgeAnswersAlike(seen) ??
    judgeDeliveries(log, seen, mayDouble) ??
    judgeEveryMessage(stored) ??
    (alertsMayFail ? undefined : judgeAlerts(log)) ??
    judgeReaders(log, readers, stored.session.control.holder === 'human')
  )
}

/**
 * Each message for the channel arrived at least once, in order, and at most once without crashes; or the log says why
 * not.
 */
function judgeDeliveries(log: readonly Entry[], seen: readonly Seen[], mayDouble: boolean): Complaint {
  const delivered = seen.filter(each => each.kind === 'delivered')
  const came = new Set<number>()
  let newest = 0
  const again = new Set(log.flatMap(entry => (entry.kind === 'redelivery' ? [entry.of] : [])))
  for (const { seq } of delivered) {
    if (came.has(seq) && !mayDouble) return `the channel got message ${seq} twice, and nobody died`
    // A redelivered message has another place.
    if (again.has(seq)) {
      came.add(seq)
      continue
    }
    if (!came.has(seq) && seq < newest) return `the channel got message ${seq} after ${newest}`
    came.add(seq)
    newest = Math.max(newest, seq)
  }
  for (const message of log) {
    if (message.kind !== 'message' || !message.deliver) continue
    const last = log.findLast(entry => 'of' in entry && entry.of === message.seq)
    const closing = last?.kind === 'redelivery' ? undefined : last
    const isWithheld = closing?.kind === 'withheld' && closing.delivery !== 'unknown'
    if (isWithheld && came.has(message.seq)) return `message ${message.seq} is withheld, and the channel got it`
    if (!closing && !came.has(message.seq)) return `message ${message.seq} never reached the channel`
  }
  return undefined
}

/** Every message of the user was answered by the bot or handed to people. */
function judgeEveryMessage({ log, session }: Stored): Complaint {
  const open = session.recent.find(({ turn }) => turn?.status === 'open')
  if (open) return `message ${open.seq} still waits for the bot`
  const inReview = session.recent.find(({ turn }) => turn?.status === 'review')
  if (inReview) return `the reply to ${inReview.seq} still waits for approval`
  for (const message of log) {
    if (message.kind !== 'message' || message.by.type !== 'user' || message.continues !== undefined) continue
    if (!isAnswered(log, message) && !isHandedOver(log, message) && !isClosedSilently(session, message)) {
      return `message ${message.seq} is neither answered nor handed to a person`
    }
  }
  if (owesDelivery({ session, log })) return 'a delivery is still owed'
  return undefined
}

/** No handoff is given up without an alert. */
function judgeAlerts(log: readonly Entry[]): Complaint {
  for (const end of log) {
    if (end.kind !== 'resumed' || end.outcome !== 'expired') continue
    const asked = log.some(
      entry => (entry.kind === 'alerted' || entry.kind === 'assigned') && entry.episode === end.episode,
    )
    const taken = log.some(
      entry => entry.kind === 'paused' && entry.episode === end.episode && entry.by.type === 'agent',
    )
    if (!asked && !taken) return `episode ${end.episode} is given up, and nobody was ever asked for`
  }
  return undefined
}

function isAnswered(log: readonly Entry[], { seq }: MessageEntry): boolean {
  return log.some(entry => entry.kind === 'message' && entry.inReplyTo === seq)
}

function isHandedOver(log: readonly Entry[], { seq, epoch }: MessageEntry): boolean {
  const held = log.some(entry => entry.kind === 'paused' && entry.held?.includes(seq))
  return (
    held || isHeldAt(log, seq) || log.some(entry => entry.kind === 'paused' && entry.seq > seq && entry.epoch === epoch)
  )
}

/** Whether the bot answered with no reply, as its turn says. */
function isClosedSilently({ recent }: Session, { seq }: MessageEntry): boolean {
  return recent.find(known => known.seq === seq && known.turn)?.turn?.status === 'answered'
}

/** After its last ping, a watcher has the log as its role sees it. */
export function judgeReaders(log: readonly Entry[], readers: readonly Reader[], isPaused: boolean): Complaint {
  for (const { as, cursor, shown, ...reader } of readers) {
    if (cursor !== log.length) return `after a ping a watcher (${as}) stands at ${cursor} of ${log.length}`
    const expected = seenBy(as, log)
    if (
      !sameEntries(
        [...shown.values()].sort((a, b) => a.seq - b.seq),
        expected,
      )
    )
      return `a watcher (${as}) has another log`
    if (log.length > 0 && reader.isPaused !== isPaused) {
      return `a watcher (${as}) believes isPaused ${reader.isPaused}, and it is ${isPaused}`
    }
  }
  return undefined
}
