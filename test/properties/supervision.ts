import { defined } from '../../lib/defined.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import type { ErrorCode } from '../../lib/protocol/problem.ts'
import type { ReviewClosed, ReviewOutcome } from '../../lib/protocol/review-outcome.ts'
import type { NewEntry } from '../../lib/session/change.ts'
import type { CommandOf, OutcomeOf, Reply } from '../../lib/session/commands.ts'
import type { Reviewed } from '../../lib/session/reviewed.ts'
import type { Instant, Turn } from '../../lib/session/session.ts'
import type { Expected } from './expected.ts'
import {
  append,
  inPlaces,
  keyOf,
  leaves,
  type Memory,
  type Model,
  policy,
  recall,
  remember,
  SYSTEM,
  take,
  unfinished,
} from './model.ts'

/** A reply that waits for a decision. */
export interface Waiting {
  readonly item: Memory
  readonly of: number | undefined
  readonly turn: Extract<Turn, { status: 'review' }>
}

export function waitingIn(model: Model): Waiting[] {
  return model.memory.flatMap(item => {
    const turn = item.isUserMessage ? model.turns.get(item.seq) : item.turn
    return turn?.status === 'review' ? [{ item, of: item.isUserMessage ? item.seq : undefined, turn }] : []
  })
}

const named = (model: Model, of: number) =>
  waitingIn(model).find(({ item, turn }) => item.seq === of || turn.from === of)

/** The facts that a refused decision about the review of `of` tells. */
export function closedAs(model: Model, of: number): ReviewClosed | undefined {
  const closed = model.reviewed.findLast(each => each.of === of || each.proposed === of)
  return closed && { outcome: closed.outcome, by: closed.by }
}

/** Why a decision about a review is refused. */
export function refusedReview(model: Model, of: number): ErrorCode | undefined {
  return named(model, of) ? undefined : 'review.closed'
}

function settle(model: Model, { item, of, turn }: Waiting, result: Turn): void {
  if (of !== undefined) model.turns.set(of, result)
  else model.memory = model.memory.map(each => (each === item ? { ...item, turn: result } : each))
  check(turn.upTo >= turn.from)
}

function check(condition: boolean): void {
  if (!condition) throw new Error('broken promise: a proposal has words')
}

function close(
  model: Model,
  waiting: Waiting,
  outcome: ReviewOutcome,
  by: Actor,
  seq: number,
  sent?: { from: number; upTo: number },
): void {
  settle(model, waiting, sent ? { status: 'answered', ...sent } : { status: 'draft' })
  const { of, turn } = waiting
  model.reviewed = [...model.reviewed, { seq, proposed: turn.from, outcome, by, ...defined({ of, sent }) }].slice(-12)
}

/** A pause keeps every waiting proposal as a draft. Returns the messages that this leaves without an answer. */
export function withdraw(model: Model, by: Actor, seq: number): number[] {
  const all = waitingIn(model)
  for (const each of all) close(model, each, 'withheld', by, seq)
  return all.flatMap(({ of }) => of ?? [])
}

/** The bot hears of the reviews before the message `of`. */
export function hearOf(model: Model, of: number | undefined): void {
  model.reviewed = model.reviewed.map(
    (each): Reviewed => (of !== undefined && each.seq < of ? { ...each, told: true } : each),
  )
}

/** The words of a supervised bot wait, unless it hands over: then people get the conversation and drafts. */
export function proposed(model: Model, command: Reply, now: Instant, hear: () => void): Expected<OutcomeOf<'reply'>> {
  const { of, by, replies, handoff } = command
  hear()
  const from = model.log.length + 1
  const key = keyOf('reply', command.id)
  if (handoff) {
    const queue = handoff.queue === 'gone' ? undefined : handoff.queue
    const episodes = take(model, now, { by, trigger: 'bot', ...handoff, queue })
    if (of !== undefined) model.turns.set(of, { status: 'draft' })
    else if (key) remember(model, { key, seq: from, turn: { status: 'draft' } }, now)
    append(model, now, words('withheld'))
    return { outcome: { status: 'withheld' }, episodes }
  }
  const upTo = model.log.length + replies.length
  const turn: Turn = { status: 'review', from, upTo, since: now, until: now + policy.reviewMs }
  if (of === undefined) remember(model, { key, seq: from, turn }, now)
  else model.turns.set(of, turn)
  append(model, now, words('proposed'))
  return { outcome: { status: 'proposed', turn } }

  function words(kind: 'proposed' | 'withheld'): NewEntry[] {
    const asked = defined({ inReplyTo: of })
    return inPlaces(replies, model.log.length + 1).map(content =>
      kind === 'proposed' ? { kind, by, ...content, ...asked } : { kind, ...content, ...asked },
    )
  }
}

export function supervised(
  model: Model,
  command: CommandOf<'supervise'>,
  now: Instant,
): Expected<OutcomeOf<'supervise'>> {
  const { id, by, trigger, reason } = command
  const known = recall(model, 'supervise', id)
  const isPaused = model.person !== undefined
  if (known) return { outcome: { isPaused, changed: false, seq: known.seq }, quiet: true }
  const begins = model.supervision === undefined
  const seq = model.supervision?.seq ?? model.log.length + 1
  if (begins) {
    model.supervision = { since: now, seq, by, trigger, ...defined({ reason }) }
    append(model, now, [{ kind: 'supervised', by, on: true, trigger, ...defined({ reason }) }])
  }
  if (id !== undefined) remember(model, { key: keyOf('supervise', id), seq }, now)
  return { outcome: { isPaused: false, changed: begins, seq }, ...(!begins && id === undefined && { quiet: true }) }
}

/** An unpause of a supervised conversation. Users and bots do not end it. */
export function unsupervised(
  model: Model,
  { id, by }: CommandOf<'unpause'>,
  now: Instant,
): Expected<OutcomeOf<'unpause'>> {
  const ends = by.type !== 'user' && by.type !== 'bot'
  const seq = ends ? model.log.length + 1 : 0
  if (ends) {
    model.supervision = undefined
    append(model, now, [{ kind: 'supervised', by, on: false }])
  }
  if (id !== undefined) remember(model, { key: keyOf('unpause', id), seq }, now)
  return {
    outcome: { isPaused: false, changed: ends, ...(ends && { seq }) },
    ...(!ends && id === undefined && { quiet: true }),
  }
}

export function approved(model: Model, command: CommandOf<'approve'>, now: Instant): Expected<OutcomeOf<'approve'>> {
  const { id, by, of, replies, edited } = command
  const known = recall(model, 'approve', id)
  if (known) return { outcome: { status: 'sent', seq: known.seq, duplicate: true }, quiet: true }
  const waiting = named(model, of)
  if (!waiting) throw new Error('broken promise: a closed review is not approved')
  if (by.type === 'system') {
    if (now < waiting.turn.until) return { outcome: { status: 'early' }, quiet: true }
    if (command.botPaused) {
      return { outcome: { status: 'withheld' }, episodes: take(model, now, { by: SYSTEM, trigger: 'bot_paused' }) }
    }
  }
  const from = model.log.length + 1
  const upTo = model.log.length + replies.length
  close(model, waiting, edited ? 'edited' : 'sent', by, upTo + 1, { from, upTo })
  append(model, now, [
    ...inPlaces(replies, from).map(
      (content): NewEntry => ({
        kind: 'message',
        direction: 'out',
        by: { type: 'bot' },
        ...content,
        ...defined({ inReplyTo: waiting.of }),
        approvedBy: by,
        ...(edited && { edited }),
        ...leaves(model),
      }),
    ),
    { kind: 'reviewed', of: waiting.turn.from, outcome: edited ? 'edited' : 'sent', by },
  ])
  if (id !== undefined) remember(model, { key: keyOf('approve', id), seq: from }, now)
  return { outcome: { status: 'sent', seq: from, duplicate: false } }
}

/** An agent's message in place of a reply closes its review. Returns the message that it answers, and the entry after it. */
export function answeredInstead(
  model: Model,
  of: number | undefined,
  by: Actor,
  seq: number,
): { readonly asked: { inReplyTo?: number }; readonly after: readonly NewEntry[] } {
  const waiting = of === undefined ? undefined : named(model, of)
  if (!waiting) return { asked: {}, after: [] }
  close(model, waiting, 'answered', by, seq + 1, { from: seq, upTo: seq })
  return {
    asked: defined({ inReplyTo: waiting.of }),
    after: [{ kind: 'reviewed', of: waiting.turn.from, outcome: 'answered', by }],
  }
}

/** Refusals of commands about supervision; `session.busy` where a caller looked too early, or too much waits. */
export function refusedSupervision(
  model: Model,
  command: CommandOf<'supervise' | 'approve' | 'unpause' | 'reply'>,
  maxOpen: number,
): ErrorCode | undefined {
  switch (command.verb) {
    case 'supervise':
      return model.person ? 'handoff.open' : undefined
    case 'approve':
      return refusedReview(model, command.of) ?? (command.replies.length === 0 ? 'session.busy' : undefined)
    case 'unpause': {
      const ends = model.supervision && command.by.type !== 'user' && command.by.type !== 'bot'
      return ends && waitingIn(model).length > 0 ? 'review.waiting' : undefined
    }
    case 'reply': {
      const isUnasked = command.of === undefined && command.epoch === model.epoch && !command.botPaused
      const waits = model.supervision && isUnasked && command.replies.length > 0 && !command.handoff
      return waits && unfinished(model) >= maxOpen ? 'session.busy' : undefined
    }
    default:
      return command satisfies never
  }
}
