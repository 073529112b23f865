import type { Entry } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import { type EntriesFrame, type Reader, seenBy } from './reader.ts'
import { sameEntries } from './same.ts'
import type { Circumstances, Complaint, Seen, Stored } from './seen.ts'

/** Judges an observation at the time when it was made. */
export function judgeSeen({ log, session }: Stored, seen: Seen, given: Circumstances = {}): Complaint {
  switch (seen.kind) {
    case 'answered': {
      const { answer, id } = seen
      const asked = log[answer.seq - 1]
      if (asked?.kind !== 'message' || asked.by.type !== 'user' || asked.clientId !== id) {
        return `message ${id} is acknowledged as entry ${answer.seq}, which is not it`
      }
      if (log.filter(entry => entry.kind === 'message' && entry.clientId === id).length > 1) {
        return `message ${id} stands in the log twice`
      }
      return judgeReplies(log, answer, given)
    }
    case 'replied':
      return judgeReplies(log, seen.answer, given)
    case 'said': {
      const entry = log[seen.seq - 1]
      const isIt = entry?.kind === 'message' && entry.by.type === 'agent' && entry.clientId === seen.id
      return isIt ? undefined : `agent's message ${seen.id} is acknowledged as entry ${seen.seq}, which is not it`
    }
    case 'paused':
    case 'unpaused':
      return judgeControl(log, seen)
    case 'handed on':
      return judgeHandoff(log, seen)
    case 'supervised':
    case 'approved':
      return judgeSupervision(log, seen)
    case 'delivered': {
      const message = log[seen.seq - 1]
      if (message?.kind !== 'message' || !message.deliver) return `the channel got ${seen.seq}, which is not to be sent`
      if (message.text !== seen.text) return `the channel got other words than entry ${seen.seq} has`
      if (seen.webhookId !== `${session.id}:${seen.seq}`) return `the channel got ${seen.seq} under another webhook-id`
      const known = log.find(entry => entry.kind === 'withheld' && entry.of === seen.seq)
      if (known?.kind === 'withheld' && known.delivery !== 'unknown')
        return `the channel got ${seen.seq}, which is withheld`
      return undefined
    }
    case 'asked': {
      const message = log[seen.seq - 1]
      if (message?.kind !== 'message' || message.by.type !== 'user')
        return `the bot is asked of ${seen.seq}, which no user said`
      return message.epoch === seen.epoch || isHeldAt(log, seen.seq) === false
        ? undefined
        : `the bot is asked of message ${seen.seq}, which people hold`
    }
    case 'shown':
      return judgeFrame(log, seen.as, seen.frame)
    case 'bot paused':
      return undefined
    default:
      return seen satisfies never
  }
}

/** All returned replies are in the log, as replies to this very message. */
function judgeReplies(
  log: readonly Entry[],
  { seq, replies, paused, supervised }: InboundAnswer,
  { botWidePauses }: Circumstances,
): Complaint {
  for (const reply of replies) {
    const entry = log[reply.seq - 1]
    const isReply = entry?.kind === 'message' && (entry.by.type === 'bot' || entry.by.type === 'agent')
    const isIt = isReply && entry.text === reply.text
    if (!isIt) return `${reply.seq} is handed out as a reply, and the log does not have it`
    if (entry.inReplyTo !== undefined && entry.inReplyTo !== seq) return `${reply.seq} answers another message`
    if (entry.deliver) return `${reply.seq} is handed out although the webhook delivers it`
  }
  const logged = log.filter(entry => entry.kind === 'message' && entry.inReplyTo === seq && !entry.deliver)
  if (replies.length > 0 && logged.length !== replies.length) return `only some replies to ${seq} are handed out`
  // A gate says so of a supervised bot, too, which must not answer the user itself.
  if (paused && !supervised && !log.some(({ kind }) => kind === 'paused') && !botWidePauses) {
    return `the answer to ${seq} says that people hold, and nobody ever paused`
  }
  if (paused && replies.length === 0 && logged.length > 0) {
    const handedOver = log[logged.at(-1)?.seq ?? 0]?.kind === 'paused'
    if (!handedOver) return `the answer to ${seq} keeps back its replies`
  }
  return undefined
}

/** The entry that a command on the handoff is acknowledged with says what the command asked for. */
function judgeHandoff(log: readonly Entry[], seen: Extract<Seen, { kind: 'handed on' }>): Complaint {
  const { verb, by, to, changed, seq } = seen
  if (seq === undefined) return changed ? `"${verb}" is answered as carried out, and wrote nothing` : undefined
  const entry = log[seq - 1]
  if (verb === 'snooze' || verb === 'wake') {
    const isOwn = entry?.kind === (verb === 'snooze' ? 'snoozed' : 'woken') && entry.by.id === by.id
    return isOwn ? undefined : notIt(seen, seq)
  }
  const owner = verb === 'claim' ? by : to
  const isIt =
    entry?.kind === 'assigned'
      ? owner !== undefined && entry.agent.id === owner.id
      : entry?.kind === 'transferred'
        ? verb !== 'claim' && entry.by.id === by.id && entry.to?.id === to?.id
        : entry?.kind === 'declined' && verb === 'decline' && entry.by.id === by.id
  return isIt ? undefined : notIt(seen, seq)
}

function notIt({ verb, by }: Extract<Seen, { kind: 'handed on' }>, seq: number): Complaint {
  return `"${verb}" of ${by.id} is acknowledged as entry ${seq}, which is not it`
}

/** A supervision or an approval is acknowledged with its own entry. */
function judgeSupervision(log: readonly Entry[], seen: Extract<Seen, { kind: 'supervised' | 'approved' }>): Complaint {
  const entry = log[(seen.seq ?? 0) - 1]
  if (seen.kind === 'supervised') {
    const isIt = entry?.kind === 'supervised' && entry.on
    return isIt || !seen.changed ? undefined : `supervision is acknowledged as entry ${seen.seq}, which is not it`
  }
  const isIt = entry?.kind === 'message' && entry.approvedBy?.id === seen.by.id && entry.inReplyTo === seen.of
  return isIt ? undefined : `the approval of ${seen.by.id} is acknowledged as entry ${seen.seq}, which is not it`
}

function judgeControl(log: readonly Entry[], seen: Extract<Seen, { kind: 'paused' | 'unpaused' }>): Complaint {
  const { kind, isPaused, changed, seq, since } = seen
  if (changed && isPaused !== (kind === 'paused')) return `"${kind}" is answered as carried out, and as not`
  if (changed) {
    const entry = log[(seq ?? 0) - 1]
    const expected = kind === 'paused' ? 'paused' : 'resumed'
    const endsSupervision = kind === 'unpaused' && entry?.kind === 'supervised' && !entry.on
    if (entry?.kind !== expected && !endsSupervision)
      return `"${kind}" is acknowledged as entry ${seq}, which is no ${expected}`
  }
  for (let length = since; length <= log.length; length++) if (isHeldAt(log, length) === isPaused) return undefined
  return `"${kind}" is answered with isPaused ${isPaused}, which was never so meanwhile`
}

/** The kinds of entries that no user may ever see. */
const INTERNAL: ReadonlySet<Entry['kind']> = new Set([
  'withheld',
  'note',
  'snoozed',
  'woken',
  'proposed',
  'reviewed',
  'supervised',
])

/** A frame has exactly the entries of its range, as its reader may see them. */
function judgeFrame(log: readonly Entry[], as: Reader['as'], { after, upto, entries }: EntriesFrame): Complaint {
  if (upto > log.length) return `a frame covers ${upto}, and the log ends at ${log.length}`
  const expected = seenBy(as, log.slice(after, upto))
  const hidden = entries.find(({ kind }) => as === 'user' && INTERNAL.has(kind))
  if (hidden) return `the user is shown entry ${hidden.seq}, which is ${hidden.kind}`
  if (!sameEntries(entries, expected)) return `a frame of (${after}, ${upto}] has not what the log has`
  return undefined
}

/** Whether people had control when the log had this length. */
export function isHeldAt(log: readonly Entry[], length: number): boolean {
  const last = log.slice(0, length).findLast(({ kind }) => kind === 'paused' || kind === 'resumed')
  return last?.kind === 'paused'
}

/**
 * A repeated command gets the same answer: the same place in the log and, for a message, the same replies and holder.
 */
export function judgeAnswersAlike(seen: readonly Seen[]): Complaint {
  const first = new Map<string, Seen>()
  for (const each of seen) {
    const name = nameOfCommand(each)
    if (name === undefined) continue
    const before = first.get(name) ?? each
    const isWhole = saysAll(before) && saysAll(each)
    const [one, other] = [gistOf(before, isWhole), gistOf(each, isWhole)]
    if (one !== other) return `${name} is answered ${one}, and sent again ${other}`
    first.set(name, before)
  }
  return undefined
}

/** Whether an answer to a message is final. */
function saysAll(seen: Seen): boolean {
  return seen.kind === 'answered' && seen.mode === 'ask' && !seen.answer.supervised
}

/** The id by which a repeated command is recognised; undefined if it is not. */
export function nameOfCommand(seen: Seen): string | undefined {
  switch (seen.kind) {
    case 'answered':
    case 'said':
    case 'approved':
      return `"${seen.id}"`
    case 'paused':
    case 'unpaused':
      return seen.id === undefined ? undefined : `"${seen.kind}" ${seen.id}`
    default:
      return undefined
  }
}

/** The part of two answers that must be equal. The holder may differ: a repeated pause returns the current one (rule 6), as does the gate. */
function gistOf(seen: Seen, isWhole: boolean): string {
  switch (seen.kind) {
    case 'answered': {
      const { seq, paused, replies } = seen.answer
      return JSON.stringify(isWhole ? { seq, paused, replies } : { seq })
    }
    case 'said':
    case 'approved':
    case 'paused':
    case 'unpaused':
      return JSON.stringify({ seq: seen.seq })
    default:
      return ''
  }
}
