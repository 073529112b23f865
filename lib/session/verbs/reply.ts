import { defined } from '../../defined.ts'
import { InterludeError } from '../../protocol/problem.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Replied, Reply } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import { handedBack } from '../handbacks.ts'
import { placed } from '../pieces.ts'
import type { Moment } from '../policy.ts'
import { queueIfKnown } from '../queues.ts'
import {
  commandHash,
  countUnfinished,
  MAX_OPEN_TURNS,
  type Memory,
  NOTHING_WRITTEN,
  openTurns,
  recall,
  remember,
  setTurn,
  turnOf,
} from '../recent.ts'
import { toldReviews } from '../reviews.ts'
import type { Session, Turn } from '../session.ts'

/**
 * Applies the fence to the bot's words (rule 2). The turn decides about a reply: `open` accepts it, `held` keeps it as
 * a draft, any other state returns the recorded outcome. A message without a turn is accepted if the bot holds control
 * and the epoch is the current one. While the bot is supervised, nothing is accepted: its words wait for a person's
 * decision.
 */
export function reply(session: Session, command: Reply, moment: Moment): Change<Replied> {
  const id = command.id === undefined ? undefined : commandHash('reply', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, closed(known.turn))
  return command.of === undefined
    ? speakUnasked(session, command, id, moment)
    : answer(session, command, command.of, moment)
}

function answer(session: Session, command: Reply, of: number, moment: Moment): Change<Replied> {
  const turn = turnOf(session, of)
  switch (turn?.status) {
    case 'open':
      if (command.epoch !== session.epoch) return unchanged(session, { status: 'withheld' })
      if (command.botPaused) return withholdAll(session, command, of, moment)
      if (command.serial && olderTurnIsOpen(session, of)) return unchanged(session, { status: 'waiting' })
      return session.control.holder === 'supervised'
        ? propose(session, command, of, moment)
        : accept(session, command, of, moment)
    case 'held':
      return keepDraft(session, command, of, moment)
    case 'answered':
    case 'draft':
    case 'review':
    case undefined:
      return unchanged(session, closed(turn))
    default:
      return turn satisfies never
  }
}

function speakUnasked(session: Session, command: Reply, id: string | undefined, moment: Moment): Change<Replied> {
  const maySpeak = session.control.holder !== 'human' && command.epoch === session.epoch && !command.botPaused
  if (!maySpeak) {
    const entries = drafts(command, session.revision + 1)
    const patch = remembered(session, command, id, { status: 'draft' }, moment)
    return change(session, moment, { patch, entries }, { status: 'withheld' })
  }
  return session.control.holder === 'supervised'
    ? propose(session, command, undefined, moment, id)
    : accept(session, command, undefined, moment, id)
}

/**
 * Appends the replies, closes the turn, and hands over if the bot asks for it, all in one change.
 */
function accept(
  session: Session,
  command: Reply,
  of: number | undefined,
  moment: Moment,
  id?: string,
): Change<Replied> {
  const from = session.revision + 1
  const upTo = session.revision + command.replies.length
  const turn: Turn = { status: 'answered', from, upTo, ...(command.handoff && { handedOver: true }) }
  const memory: Memory =
    of === undefined ? remembered(session, command, id, turn, moment) : { recent: setTurn(session.recent, of, turn) }
  const messages = messagesOf(session, command, from)
  const { by, handoff } = command
  const before = { ...memory, ...heard(session, command) }
  const step = handoff
    ? takeFromBot({ ...session, ...before }, moment, askedFor(handoff, by, moment), messages)
    : { patch: {}, entries: messages, episodes: [] }
  const patch = { ...before, ...step.patch }
  return change(session, moment, { ...step, patch }, { status: 'accepted', from, upTo })
}

/**
 * The bot is supervised: appends its words as proposals, and the turn waits for a person's decision. If the bot hands
 * over, people get the conversation at once, and its words are drafts. An answer without words needs no decision.
 */
function propose(
  session: Session,
  command: Reply,
  of: number | undefined,
  moment: Moment,
  id?: string,
): Change<Replied> {
  if (command.replies.length === 0) return accept(session, command, of, moment, id)
  const isAsked = of !== undefined
  const before = { ...session, ...heard(session, command) }
  const from = session.revision + 1
  if (command.handoff) {
    const step = takeFromBot(before, moment, askedFor(command.handoff, command.by, moment))
    const after = { ...before, ...step.patch }
    const draft: Turn = { status: 'draft' }
    const memory = isAsked
      ? { recent: setTurn(after.recent, of, draft) }
      : remembered(after, command, id, draft, moment)
    const entries = [...step.entries, ...drafts(command, from + step.entries.length)]
    const patch = { ...heard(session, command), ...step.patch, ...memory }
    return change(session, moment, { ...step, patch, entries }, { status: 'withheld' })
  }
  if (!isAsked && countUnfinished(session.recent) >= MAX_OPEN_TURNS) {
    throw new InterludeError('session.busy', 'too many replies wait for approval', { retryAfterSeconds: 2 })
  }
  const { now, policy } = moment
  const upTo = session.revision + command.replies.length
  const turn: Turn = { status: 'review', from, upTo, since: now, until: now + policy.reviewMs }
  const memory = isAsked
    ? { recent: setTurn(session.recent, of, turn) }
    : remember(session, { id: id ?? '', seq: from, turn }, now)
  const entries = placed(command.replies, from).map(
    (content): NewEntry => ({ kind: 'proposed', by: command.by, ...content, ...defined({ inReplyTo: of }) }),
  )
  const patch = { ...heard(session, command), ...memory }
  return change(session, moment, { patch, entries }, { status: 'proposed', turn })
}

/** The cause of a pause for which the bot asks. */
function askedFor(handoff: NonNullable<Reply['handoff']>, by: Reply['by'], { policy }: Moment) {
  return { by, trigger: 'bot', ...handoff, queue: queueIfKnown(policy, handoff.queue) }
}

/** A bot that answers has the handbacks, and knows of the reviews, that came with the question. */
function heard(session: Session, { of, handbacksUpTo = 0 }: Reply): Partial<Session> {
  return { ...handedBack(session, handbacksUpTo), ...toldReviews(session, of) }
}

/** The turn was held: appends the bot's words as drafts for the agent. */
function keepDraft(session: Session, command: Reply, of: number, moment: Moment): Change<Replied> {
  const recent = setTurn(session.recent, of, { status: 'draft' })
  const patch = { recent, ...heard(session, command) }
  return change(session, moment, { patch, entries: drafts(command, session.revision + 1) }, { status: 'withheld' })
}

/** The operator paused the bot after the question: gives control to people and appends the bot's words as drafts. */
function withholdAll(session: Session, command: Reply, of: number, moment: Moment): Change<Replied> {
  const step = takeFromBot(session, moment, { by: { type: 'system' }, trigger: 'bot_paused' })
  const recent = setTurn(step.patch.recent ?? [], of, { status: 'draft' })
  const entries = [...step.entries, ...drafts(command, session.revision + step.entries.length + 1)]
  return change(session, moment, { ...step, patch: { ...step.patch, recent }, entries }, { status: 'withheld' })
}

function messagesOf(session: Session, { by, of, replies }: Reply, from: number): NewEntry[] {
  const deliver = session.delivery === 'all' || (session.delivery === 'people' && !requestWaits(session, of))
  return placed(replies, from).map(content => ({
    kind: 'message',
    direction: 'out',
    by,
    ...content,
    ...defined({ inReplyTo: of }),
    ...(deliver && { deliver }),
  }))
}

/**
 * Whether a request still waits for the reply. Without a turn no request waits, and an acknowledgement ends the
 * one that did. If none waits, a channel that delivers only people's messages gets the reply via its webhook too.
 */
function requestWaits(session: Session, of: number | undefined): boolean {
  const turn = of === undefined ? undefined : turnOf(session, of)
  return turn?.status === 'open' && !turn.acknowledged
}

function drafts({ replies, of }: Reply, from: number): NewEntry[] {
  return placed(replies, from).map(content => ({
    kind: 'withheld',
    ...content,
    ...defined({ inReplyTo: of }),
  }))
}

function olderTurnIsOpen(session: Session, of: number): boolean {
  return openTurns(session.recent).some(({ seq }) => seq < of)
}

function remembered(
  session: Session,
  { replies, handoff }: Reply,
  id: string | undefined,
  turn: Turn,
  moment: Moment,
): Memory {
  if (id === undefined) return { recent: session.recent }
  const writes = replies.length > 0 || (handoff && turn.status === 'answered')
  return remember(session, { id, seq: writes ? session.revision + 1 : NOTHING_WRITTEN, turn }, moment.now)
}

function closed(turn: Turn | undefined): Replied {
  return turn ? { status: 'closed', turn } : { status: 'closed' }
}
