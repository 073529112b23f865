import { defined } from '../../defined.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Replied, Reply } from '../commands.ts'
import { takeFromBot } from '../control.ts'
import { handedBack } from '../handbacks.ts'
import { placed } from '../pieces.ts'
import type { Moment } from '../policy.ts'
import { commandHash, type Memory, NOTHING_WRITTEN, openTurns, recall, remember, setTurn, turnOf } from '../recent.ts'
import type { Session, Turn } from '../session.ts'

/**
 * Applies the fence to the bot's words (rule 2). The turn decides about a reply: `open` accepts it, `held` keeps it as
 * a draft, any other state returns the recorded outcome. A message without a turn is accepted if the bot holds control
 * and the epoch is the current one.
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
      return accept(session, command, of, moment)
    case 'held':
      return keepDraft(session, command, of, moment)
    case 'answered':
    case 'draft':
    case undefined:
      return unchanged(session, closed(turn))
    default:
      return turn satisfies never
  }
}

function speakUnasked(session: Session, command: Reply, id: string | undefined, moment: Moment): Change<Replied> {
  const maySpeak = session.control.holder === 'bot' && command.epoch === session.epoch && !command.botPaused
  if (!maySpeak) {
    const entries = drafts(command, session.revision + 1)
    const patch = remembered(session, command, id, { status: 'draft' }, moment)
    return change(session, moment, { patch, entries }, { status: 'withheld' })
  }
  return accept(session, command, undefined, moment, id)
}

/**
 * Appends the replies, closes the turn, and hands over if the bot asks for it, all in one change. A bot that answers
 * has the handbacks that came with the question.
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
  const step = handoff
    ? takeFromBot({ ...session, ...memory }, moment, { by, trigger: 'bot', ...handoff }, messages)
    : { patch: {}, entries: messages, episodes: [] }
  const patch = { ...memory, ...step.patch, ...handedBack(session, command.handbacksUpTo ?? 0) }
  return change(session, moment, { ...step, patch }, { status: 'accepted', from, upTo })
}

/** The turn was held: appends the bot's words as drafts for the agent. */
function keepDraft(session: Session, command: Reply, of: number, moment: Moment): Change<Replied> {
  const recent = setTurn(session.recent, of, { status: 'draft' })
  const patch = { recent, ...handedBack(session, command.handbacksUpTo ?? 0) }
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
