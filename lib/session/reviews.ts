import { defined } from '../defined.ts'
import type { Actor } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { ReviewOutcome } from '../protocol/review-outcome.ts'
import type { NewEntry } from './change.ts'
import type { Reviewed } from './reviewed.ts'
import type { Instant, Recent, Session, Turn } from './session.ts'

/** Number of closed reviews that a session remembers: to tell the bot, and a command that comes too late. */
export const REMEMBERED_REVIEWS = 12

export type Review = Recent & { readonly turn: Extract<Turn, { status: 'review' }> }

/** The reviews that wait for a decision, oldest message first. */
export function waitingReviews({ recent }: Pick<Session, 'recent'>): readonly Review[] {
  return recent.filter((entry): entry is Review => entry.turn?.status === 'review')
}

/** The earliest deadline of a review that waits. */
export function firstReviewEnd(session: Pick<Session, 'recent'>): Instant | undefined {
  const waiting = waitingReviews(session)
  return waiting.length > 0 ? Math.min(...waiting.map(({ turn }) => turn.until)) : undefined
}

/** The user's message that a proposal answers. Undefined if the bot spoke unasked. */
export function questionOf({ seq, turn }: Review): number | undefined {
  return seq === turn.from ? undefined : seq
}

/** The waiting review of a user's message, or of a proposal by its first entry. */
export function reviewAt(session: Pick<Session, 'recent'>, of: number): Review | undefined {
  return waitingReviews(session).find(({ seq, turn }) => seq === of || turn.from === of)
}

/**
 * The review of a user's message, or of a proposal by its first entry. Throws `review.closed` if none waits there, and
 * says who closed it and how if the session remembers it.
 */
export function waitingReview(session: Session, of: number, consequence: string): Review {
  const review = reviewAt(session, of)
  if (review) return review
  const closed = session.reviewed?.findLast(each => each.of === of || each.proposed === of)
  if (!closed) throw new InterludeError('review.closed', `no reply of ${of} waits for approval, so ${consequence}`)
  const { outcome, by } = closed
  const detail = `${nameOf(by)} closed this review before (${outcome}), so ${consequence}`
  throw new InterludeError('review.closed', detail, { review: { outcome, by } })
}

function nameOf({ type, name }: Actor): string {
  return name ?? (type === 'agent' ? 'another agent' : `the ${type}`)
}

/** A decision about a review: by whom, how, and the entries that the user gets. */
interface Closing {
  readonly by: Actor
  readonly outcome: Exclude<ReviewOutcome, 'withheld'>
  readonly from: number
  readonly upTo: number
}

/** Closes a review: the patch, and the entry that comes after what the user gets. */
export function closeReview(
  session: Session,
  review: Review,
  { by, outcome, from, upTo }: Closing,
): { readonly patch: Pick<Session, 'recent' | 'reviewed'>; readonly entry: NewEntry } {
  const { turn } = review
  const answered: Turn = { status: 'answered', from, upTo }
  const closed = closedAs(review, { by, outcome, seq: upTo + 1, sent: { from, upTo } })
  return {
    patch: {
      recent: session.recent.map(each => (each === review ? { ...each, turn: answered } : each)),
      reviewed: withClosed(session, [closed]),
    },
    entry: { kind: 'reviewed', of: turn.from, outcome, by },
  }
}

/** The patch for the reviews that a pause with the entry `seq` ends: the bot is told that its words were withheld. */
export function withdrawReviews(session: Session, by: Actor, seq: number): Pick<Session, 'reviewed'> | undefined {
  const waiting = waitingReviews(session)
  if (waiting.length === 0) return undefined
  return {
    reviewed: withClosed(
      session,
      waiting.map(review => closedAs(review, { by, outcome: 'withheld', seq })),
    ),
  }
}

function closedAs(review: Review, how: Omit<Reviewed, 'proposed' | 'of' | 'told'>): Reviewed {
  return { ...how, proposed: review.turn.from, ...defined({ of: questionOf(review) }) }
}

function withClosed({ reviewed = [] }: Session, closed: readonly Reviewed[]): readonly Reviewed[] {
  return [...reviewed, ...closed].slice(-REMEMBERED_REVIEWS)
}

/** The closed reviews that go with the user's message `of`: those before it that the bot has not been told. */
export function untoldReviews({ reviewed = [] }: Session, of: number): readonly Reviewed[] {
  return reviewed.filter(each => isNews(each, of))
}

/** The patch that records the reviews that went with message `of` as told. Undefined if there were none. */
export function toldReviews(session: Session, of: number | undefined): Pick<Session, 'reviewed'> | undefined {
  if (of === undefined || untoldReviews(session, of).length === 0) return undefined
  return { reviewed: session.reviewed?.map(each => (isNews(each, of) ? { ...each, told: true } : each)) }
}

function isNews({ seq, told }: Reviewed, of: number): boolean {
  return !told && seq < of
}
