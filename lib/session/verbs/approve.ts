import { defined } from '../../defined.ts'
import { InterludeError } from '../../protocol/problem.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import { takeFromBot } from '../control.ts'
import { placed } from '../pieces.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Approve, Approved } from '../review-commands.ts'
import { closeReview, questionOf, waitingReview } from '../reviews.ts'
import type { Session } from '../session.ts'

const system = { type: 'system' } as const

/**
 * Sends a proposal to the user, as it is or edited, and closes its review. The system may do so only after the deadline,
 * and never for a bot that is paused as a whole. Throws `review.closed` if another decision came first, and names it;
 * `session.busy` if the caller looked for the proposal too early.
 */
export function approve(session: Session, command: Approve, moment: Moment): Change<Approved> {
  const { by, of, replies, edited } = command
  const id = command.id === undefined ? undefined : commandHash('approve', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, { status: 'sent', seq: known.seq, duplicate: true })

  const review = waitingReview(session, of, 'nothing was sent')
  if (replies.length === 0) {
    throw new InterludeError('session.busy', 'the reply was proposed just now', { retryAfterSeconds: 1 })
  }
  if (by.type === 'system') {
    if (moment.now < review.turn.until) return unchanged(session, { status: 'early' })
    if (command.botPaused) {
      const step = takeFromBot(session, moment, { by: system, trigger: 'bot_paused' })
      return change(session, moment, step, { status: 'withheld' })
    }
  }
  const from = session.revision + 1
  const upTo = session.revision + replies.length
  const messages = placed(replies, from).map(
    (content): NewEntry => ({
      kind: 'message',
      direction: 'out',
      by: { type: 'bot' },
      ...content,
      ...defined({ inReplyTo: questionOf(review) }),
      approvedBy: by,
      ...(edited && { edited }),
      // No request waits for it any more.
      ...(session.delivery !== 'none' && { deliver: true }),
    }),
  )
  const { patch, entry } = closeReview(session, review, { by, outcome: edited ? 'edited' : 'sent', from, upTo })
  const memory = id === undefined ? {} : remember({ ...session, ...patch }, { id, seq: from }, moment.now)
  const outcome = { status: 'sent', seq: from, duplicate: false } as const
  return change(session, moment, { patch: { ...patch, ...memory }, entries: [...messages, entry] }, outcome)
}
