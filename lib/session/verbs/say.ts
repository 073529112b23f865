import { defined } from '../../defined.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Said, Say } from '../commands.ts'
import { answered, assign, type ControlStep, notIdle, takeFromBot } from '../control.ts'
import { atCapacity, refused } from '../holder.ts'
import { maySpeak } from '../may-speak.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import { closeReview, questionOf, waitingReview } from '../reviews.ts'
import { isFull } from '../seats.ts'
import type { Session } from '../session.ts'
import { wakeUp } from '../wake-up.ts'

/**
 * Sends an agent's message to the user, whether the bot or people hold the conversation. The first agent to write in a
 * pending conversation is assigned, and the message wakes a snoozed one. With `ifHeld`, throws `handoff.not_yours` if the bot or another agent has the
 * conversation, and `agent.at_capacity` if the agent would be assigned and has as many conversations as they may have. A
 * message that was sent elsewhere may take the conversation from the bot, and is logged in any case. With `insteadOf`, the
 * message takes the place of a supervised bot's reply; throws `review.closed` if another decision came first.
 */
export function say(session: Session, command: Say, moment: Moment): Change<Said> {
  const id = command.id === undefined ? undefined : commandHash('say', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, { seq: known.seq, duplicate: true })

  const { control } = session
  if (command.ifHeld && !maySpeak(control, command.by)) {
    throw refused(session, 'handoff.not_yours', 'the message was not sent')
  }
  const review =
    command.insteadOf === undefined ? undefined : waitingReview(session, command.insteadOf, 'the message was not sent')
  const step = takes(session, command, moment)
  const seq = session.revision + (step?.entries.length ?? 0) + 1
  const { sentElsewhere } = command
  const message: NewEntry = {
    kind: 'message',
    direction: 'out',
    by: command.by,
    ...command.message,
    ...defined({ clientId: command.id, sentAt: sentElsewhere?.at, inReplyTo: review && questionOf(review) }),
    ...(session.delivery !== 'none' && !sentElsewhere && { deliver: true }),
  }
  const closing = review && closeReview(session, review, { by: command.by, outcome: 'answered', from: seq, upTo: seq })
  const changes = { ...step?.patch, ...closing?.patch }
  const patch = {
    ...changes,
    control: answered(changes.control ?? notIdle(control, moment), moment),
    ...(id !== undefined && remember({ ...session, ...changes }, { id, seq }, moment.now)),
  }
  const entries = [...(step?.entries ?? []), message, ...(closing ? [closing.entry] : [])]
  return change(session, moment, { patch, entries, episodes: step?.episodes ?? [] }, { seq, duplicate: false })
}

/** The change of control or of the handoff that the message brings, if any. */
function takes(session: Session, { by, sentElsewhere, room }: Say, moment: Moment): ControlStep | undefined {
  const { control } = session
  if (control.holder === 'human') {
    if (control.handoff.status === 'assigned') return wakeUp(session, by, moment)
    if (!isFull(room)) return assign(session, control, by, moment)
    if (sentElsewhere) return undefined
    throw atCapacity(room, 'the message was not sent')
  }
  return sentElsewhere?.pauses ? takeFromBot(session, moment, { by, trigger: 'sent_elsewhere', room }) : undefined
}
