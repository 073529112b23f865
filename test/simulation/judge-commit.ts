import type { Entry } from '../../lib/protocol/entry.ts'
import { leaves } from '../../lib/session/leaving.ts'
import type { Circumstances, Complaint, Stored } from './seen.ts'

/** Judges a commit. */
export function judgeCommit(before: Stored | undefined, after: Stored, given: Circumstances = {}): Complaint {
  const { session, log, due } = after
  const old = before?.log ?? []
  const added = log.slice(old.length)
  if (session.revision !== log.length) return `the log has ${log.length} entries, the session says ${session.revision}`
  for (const [index, { seq }] of added.entries()) {
    if (seq !== old.length + index + 1) return `the log has a gap: entry ${seq} stands at ${old.length + index + 1}`
  }
  const isHeld = session.control.holder === 'human'
  const waits = session.recent.some(({ turn }) => turn?.status === 'open')
  const isInReview = session.recent.some(({ turn }) => turn?.status === 'review')
  if ((isHeld || waits || isInReview) && due === undefined)
    return 'nothing would ever happen: somebody waits, and there is no deadline'
  if (isHeld && waits) return 'people hold the conversation, and a turn of the bot is open'
  if (isInReview && session.control.holder !== 'supervised') return 'a reply waits for approval, and nobody supervises'
  if (owesDelivery(after) && due === undefined) return 'nobody would ever look after the delivery'
  if (session.nextHandback && due === undefined) return 'nobody would ever tell the bot what happened'
  if (given.botKnows !== undefined && session.handedBackUpTo > given.botKnows) {
    return `the bot counts as told of episode ${session.handedBackUpTo}, and knows of ${given.botKnows}`
  }
  return (
    judgeBotWide(before, after, given) ??
    judgeClaim(before, after) ??
    judgeBotWords(old, log, before?.session.control.holder === 'human') ??
    judgeSupervision(after, old.length) ??
    judgeOwner(before, after) ??
    judgeSnooze(after) ??
    judgeWait(before, after, added) ??
    judgeTurns(before, after) ??
    judgeClosings(log, added, given) ??
    judgeAlerts(after)
  )
}

export function owesDelivery({ session: { deliveryClaim, newestOutgoing, claimedUpTo } }: Stored): boolean {
  return deliveryClaim !== undefined || (newestOutgoing !== undefined && newestOutgoing.seq > claimedUpTo)
}

/** After a bot-wide pause was acknowledged, no reply of the bot may be accepted or claimed. */
function judgeBotWide(before: Stored | undefined, { session, log }: Stored, { botIsPaused }: Circumstances): Complaint {
  if (!botIsPaused) return undefined
  const said = log.slice(before?.log.length ?? 0).find(entry => entry.kind === 'message' && entry.by.type === 'bot')
  if (said) return `the bot's message ${said.seq} is accepted after the pause of the whole bot was acknowledged`
  const { deliveryClaim } = session
  if (!deliveryClaim || deliveryClaim.by === '' || deliveryClaim.by === before?.session.deliveryClaim?.by)
    return undefined
  const claimed = log[deliveryClaim.seq - 1]
  const isBots = claimed?.kind === 'message' && claimed.by.type === 'bot'
  return isBots
    ? `the bot's message ${deliveryClaim.seq} is claimed after the pause of the whole bot was acknowledged`
    : undefined
}

/** A claim must be of an unsettled message, and not of a bot reply from before a change of control. */
function judgeClaim(before: Stored | undefined, { session, log }: Stored): Complaint {
  const { deliveryClaim } = session
  const earlier = before?.session.deliveryClaim
  if ((before?.session.claimedUpTo ?? 0) > session.claimedUpTo) return 'a settled delivery is forgotten'
  if (!deliveryClaim || deliveryClaim.by === '' || deliveryClaim.by === earlier?.by) return undefined
  const message = log[deliveryClaim.seq - 1]
  if (!message || !leaves(message)) return `a claim sends ${deliveryClaim.seq}, which is not to be sent`
  if (
    message.kind === 'message' &&
    message.by.type === 'bot' &&
    message.approvedBy?.type !== 'agent' &&
    message.epoch !== session.epoch
  ) {
    return `the bot's message ${deliveryClaim.seq} is claimed although control has changed hands since`
  }
  if (earlier?.seq !== deliveryClaim.seq && before && before.session.claimedUpTo >= deliveryClaim.seq) {
    return `message ${deliveryClaim.seq} is claimed although it was settled`
  }
  const skipped = log.slice(before?.session.claimedUpTo ?? 0, deliveryClaim.seq - 1).find(leaves)
  return skipped && earlier?.seq !== deliveryClaim.seq ? `message ${skipped.seq} is passed over` : undefined
}

/** No reply of the bot may be between a pause and its end, and control must alternate. */
function judgeBotWords(old: readonly Entry[], log: readonly Entry[], wasHeld: boolean): Complaint {
  let isHeld = wasHeld
  for (const entry of log.slice(old.length)) {
    switch (entry.kind) {
      case 'paused':
        if (isHeld) return `entry ${entry.seq} pauses what is paused`
        isHeld = true
        break
      case 'resumed':
        if (!isHeld) return `entry ${entry.seq} resumes what is not paused`
        isHeld = false
        break
      case 'message':
        if (entry.by.type === 'bot' && isHeld) return `the bot's message ${entry.seq} is accepted while people hold`
        if (entry.by.type === 'bot' && entry.inReplyTo !== undefined) {
          const twice = old.some(earlier => earlier.kind === 'message' && earlier.inReplyTo === entry.inReplyTo)
          if (twice) return `message ${entry.inReplyTo} is answered twice`
        }
        break
      default:
        break
    }
  }
  return undefined
}

/** Whether two entries are of the one proposal for a message of the user. */
function isOfOneProposal(before: Entry | undefined, { inReplyTo }: Extract<Entry, { kind: 'proposed' }>): boolean {
  return before?.kind === 'proposed' && inReplyTo !== undefined && before.inReplyTo === inReplyTo
}

/**
 * No unapproved word of a supervised bot becomes a message, each proposal is decided once, and supervision is as the log
 * says.
 */
function judgeSupervision({ session, log }: Stored, old: number): Complaint {
  let isOn = false
  const waiting = new Map<number, number | undefined>()
  for (const [index, entry] of log.entries()) {
    const isNew = index >= old
    switch (entry.kind) {
      case 'supervised':
        isOn = entry.on
        if (isNew && waiting.size > 0) return `supervision changes while the reply ${[...waiting.keys()]} waits`
        break
      case 'paused':
        isOn = false
        waiting.clear()
        break
      case 'proposed':
        if (isNew && !isOn) return `entry ${entry.seq} waits for approval, and nobody supervises`
        if (entry.continues === undefined && !isOfOneProposal(log[entry.seq - 2], entry))
          waiting.set(entry.seq, entry.inReplyTo)
        break
      case 'reviewed':
        if (isNew && !waiting.has(entry.of)) return `the reply ${entry.of} is decided on twice`
        waiting.delete(entry.of)
        break
      case 'message':
        if (isNew && entry.by.type === 'bot' && isOn !== (entry.approvedBy !== undefined)) {
          return isOn
            ? `the supervised bot's message ${entry.seq} is accepted, and nobody approved it`
            : `message ${entry.seq} is approved, and nobody supervises`
        }
        break
      default:
        break
    }
  }
  const isSupervised = session.control.holder === 'supervised'
  if (isOn !== isSupervised) return `the log says supervised: ${isOn}, and the session ${isSupervised}`
  const inReview = session.recent.filter(({ turn }) => turn?.status === 'review').length
  return inReview === waiting.size
    ? undefined
    : `${waiting.size} replies wait in the log, and ${inReview} in the session`
}

/** Only a waiting conversation is assigned or declined, a transfer is from its agent, and the state has the log's agent. */
function judgeOwner(before: Stored | undefined, { session, log }: Stored): Complaint {
  let owner = before && ownerOf(before.session)
  for (const entry of log.slice(before?.log.length ?? 0)) {
    switch (entry.kind) {
      case 'paused':
        owner = entry.by.type === 'agent' ? entry.by.id : undefined
        break
      case 'resumed':
        owner = undefined
        break
      case 'assigned':
        if (owner !== undefined) return `entry ${entry.seq} assigns the conversation that ${owner} has`
        owner = entry.agent.id
        break
      case 'transferred':
        if (owner !== entry.from?.id)
          return `entry ${entry.seq} transfers the conversation from somebody else than ${owner}`
        owner = entry.to?.id
        break
      case 'declined':
        if (owner !== undefined) return `entry ${entry.seq} declines the conversation that ${owner} has`
        break
      case 'snoozed':
        if (owner !== entry.by.id) return `entry ${entry.seq} snoozes the conversation of somebody else: of ${owner}`
        break
      default:
        break
    }
  }
  const now = ownerOf(session)
  return now === owner ? undefined : `the log gives the conversation to ${owner}, and the session to ${now}`
}

function ownerOf({ control }: Stored['session']): string | undefined {
  return control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent.id : undefined
}

/** A conversation is snoozed from a snooze on, until it wakes, goes elsewhere, or its user or an agent writes. */
function judgeSnooze({ session: { control }, log }: Stored): Complaint {
  const newest = log.findLast(
    entry =>
      entry.kind === 'snoozed' ||
      entry.kind === 'woken' ||
      entry.kind === 'transferred' ||
      entry.kind === 'resumed' ||
      (entry.kind === 'message' && (entry.by.type === 'user' || entry.by.type === 'agent')),
  )
  const isSnoozed =
    control.holder === 'human' && control.handoff.status === 'assigned' && control.handoff.snoozedUntil !== undefined
  return isSnoozed === (newest?.kind === 'snoozed')
    ? undefined
    : `the session is snoozed: ${isSnoozed}, and the log says ${newest?.kind}`
}

/** A wait for an agent begins with a pause or a transfer, and nothing else begins it again. */
function judgeWait(before: Stored | undefined, { session }: Stored, added: readonly Entry[]): Complaint {
  const [was, is] = [before && waitOf(before.session), waitOf(session)]
  const isNew = added.some(({ kind }) => kind === 'paused' || kind === 'transferred')
  return was === undefined || is === undefined || was === is || isNew
    ? undefined
    : `the wait since ${was} is now one since ${is}`
}

function waitOf({ control }: Stored['session']): number | undefined {
  return control.holder === 'human' && control.handoff.status === 'pending' ? control.handoff.since : undefined
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  open: ['open', 'held', 'answered', 'draft', 'review'],
  review: ['review', 'answered', 'draft'],
  held: ['held', 'draft'],
  draft: ['draft'],
  answered: ['answered'],
}

/** A turn may only close, and is not forgotten while it is open. A change of control raises the epoch. */
function judgeTurns(before: Stored | undefined, { session, log }: Stored): Complaint {
  for (const { seq, turn } of before?.session.recent ?? []) {
    if (!turn) continue
    const now = session.recent.find(known => known.seq === seq && known.turn)?.turn
    // If many turns are held at once, some are closed and forgotten in one commit; the log names them.
    const isHeld = log.findLast(({ kind }) => kind === 'paused')
    if (!now && turn.status === 'review' && isHeld === undefined) return `the review of ${seq} is forgotten`
    if (!now && turn.status === 'open' && !(isHeld?.kind === 'paused' && isHeld.held?.includes(seq)))
      return `the open turn of message ${seq} is forgotten`
    if (now && !NEXT[turn.status]?.includes(now.status)) return `turn ${seq} was ${turn.status} and is ${now.status}`
  }
  // Supervision takes the conversation from nobody.
  const changed = (before?.session.control.holder === 'human') !== (session.control.holder === 'human')
  if (changed && session.epoch === (before?.session.epoch ?? 0)) return 'control changed hands in the same epoch'
  return undefined
}

/** The earliest times of the alerts of a wait after its start (ms), of all tested policies. */
const EARLIEST_MS = [0, 15_000, 30_000]

/** A recorded alert stays counted, and no later one is due before its step. */
function judgeAlerts({ session: { control }, log }: Stored): Complaint {
  if (control.holder !== 'human' || control.handoff.status !== 'pending') return undefined
  const { since, alerts, deadline } = control.handoff
  const newest = log.findLast(({ kind }) => kind === 'paused' || kind === 'transferred' || kind === 'alerted')
  if (newest?.kind !== 'alerted') return undefined
  if (alerts < newest.count) return `alert ${newest.count} is recorded, and ${alerts} are counted`
  const earliest = since + (EARLIEST_MS[alerts] ?? 0)
  return deadline < earliest ? `alert ${alerts + 1} is due ${earliest - deadline} ms early` : undefined
}

/** A message is withheld or given up at most once, and for a valid reason. */
function judgeClosings(log: readonly Entry[], added: readonly Entry[], { botWidePauses }: Circumstances): Complaint {
  for (const entry of added) {
    if (entry.kind === 'redelivery') {
      const before = log.slice(0, entry.seq - 1).findLast(other => 'of' in other && other.of === entry.of)
      if (before?.kind !== 'undeliverable') return `message ${entry.of} is sent again, and did not fail for good`
    }
    if (entry.kind !== 'withheld' && entry.kind !== 'undeliverable') continue
    const { of } = entry
    if (of === undefined) continue
    const closings = log.filter(other => 'of' in other && other.of === of && other.kind !== 'redelivery')
    const again = log.filter(other => other.kind === 'redelivery' && other.of === of)
    if (closings.length > 1 + again.length) return `message ${of} is withheld or given up twice`
    const message = log[of - 1]
    if (message?.kind !== 'message' || !message.deliver) return `${of}, which was not to be sent, is ${entry.kind}`
    if (entry.kind === 'withheld' && message.approvedBy?.type === 'agent')
      return `${of}, which an agent approved, is withheld`
    if (entry.kind === 'withheld' && message.by.type !== 'bot') return `the words of a person (${of}) are withheld`
    const byPause = log.slice(of - 1, entry.seq).some(({ kind }) => kind === 'paused' || kind === 'resumed')
    if (entry.kind === 'withheld' && !byPause && message.epoch === entry.epoch && !botWidePauses) {
      return `message ${of} is withheld although control never changed hands`
    }
  }
  return undefined
}
