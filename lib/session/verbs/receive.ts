import { defined } from '../../defined.ts'
import { InterludeError } from '../../protocol/problem.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Receive, Received } from '../commands.ts'
import { giveToBot, notIdle, takeFromBot } from '../control.ts'
import { isEndCommand } from '../end-command.ts'
import { handbacksUpTo } from '../handbacks.ts'
import { placed } from '../pieces.ts'
import type { Moment } from '../policy.ts'
import { identified } from '../profile.ts'
import {
  commandHash,
  countUnfinished,
  MAX_OPEN_TURNS,
  MAX_TURN_ATTEMPTS,
  mayBeForgotten,
  recall,
  remember,
  setTurn,
} from '../recent.ts'
import type { Instant, Session, Turn } from '../session.ts'
import { wakeUp } from '../wake-up.ts'

/**
 * Appends a user's message together with its turn: `open` if the bot holds control, supervised
 * or not, else `held` (rule 1). A repeated
 * message is answered from its turn; after the lease of an open turn, the retry takes the turn over (rule 4). A message
 * as old as the forgotten ones is `unsure` and changes nothing until the caller has searched the log. A command of the
 * user that ends the part of people is held, too: the bot gets the conversation back, but does not answer the command.
 * Every other message wakes a snoozed conversation.
 * Throws `session.busy` if too many messages wait for the bot.
 */
export function receive(session: Session, command: Receive, moment: Moment): Change<Received> {
  const id = command.id === undefined ? undefined : commandHash('receive', command.id)
  const known = recall(session, id)
  if (known?.turn) return receiveAgain(session, known.seq, known.turn, command, moment)
  if (isUnsure(session, command)) return unchanged(session, { status: 'unsure' })

  const seq = session.revision + 1
  const { control } = session
  const botHolds = control.holder !== 'human'
  const endsPeople = !botHolds && isEndCommand(command.messages, moment.policy)
  const messages = entriesOf(session, command, seq, endsPeople)
  const toBot = botHolds && !command.botPaused
  if (toBot && countUnfinished(session.recent) >= MAX_OPEN_TURNS) {
    throw new InterludeError('session.busy', 'too many messages wait for an answer', { retryAfterSeconds: 2 })
  }
  const turn: Turn = botHolds ? openTurn(moment.now + command.leaseMs, 1, handbacksUpTo(session)) : { status: 'held' }
  const memory = remember(session, { id: id ?? '', seq, turn }, moment.now)
  // If the bot is paused as a whole, this message gives the conversation to people and holds the turn.
  const taken =
    botHolds && command.botPaused
      ? takeFromBot({ ...session, ...memory }, moment, { by: { type: 'system' }, trigger: 'bot_paused' }, messages)
      : undefined
  const byUser = { by: { type: 'user', id: session.userId }, outcome: 'cancelled' } as const
  const step = endsPeople ? giveToBot(session, control, moment, byUser, messages) : taken
  const woken = step ? undefined : wakeUp(session, byUser.by, moment)
  const { user, attributes, dropped } = identified(session, command)
  const patch = {
    user,
    control: firstUnanswered(session) ? notIdle(session.control, moment) : session.control,
    ...memory,
    ...(step ?? woken)?.patch,
  }
  return {
    ...change(
      session,
      moment,
      { patch, entries: step?.entries ?? [...messages, ...(woken?.entries ?? [])], episodes: step?.episodes ?? [] },
      { status: 'received', seq, turn: taken ? { status: 'held' } : turn, duplicate: false, call: toBot },
    ),
    ...defined({ attributes }),
    ...(dropped && { dropped }),
  }
}

function receiveAgain(session: Session, seq: number, turn: Turn, command: Receive, moment: Moment): Change<Received> {
  if (turn.status !== 'open' || moment.now < turn.until || turn.attempt >= MAX_TURN_ATTEMPTS) {
    return unchanged(session, { status: 'received', seq, turn, duplicate: true, call: false })
  }
  const taken = openTurn(moment.now + command.leaseMs, turn.attempt + 1, turn.handbacksUpTo)
  return change(
    session,
    moment,
    { patch: { recent: setTurn(session.recent, seq, taken) } },
    { status: 'received', seq, turn: taken, duplicate: true, call: true },
  )
}

function openTurn(until: Instant, attempt: number, handbacksUpTo: number | undefined): Turn {
  return { status: 'open', until, attempt, ...defined({ handbacksUpTo }) }
}

/** True if the session does not remember this id, and the message is not newer than the forgotten ones. */
function isUnsure(session: Session, { id, sentAt, lookedUp }: Receive): boolean {
  if (id === undefined || sentAt === undefined || lookedUp) return false
  return mayBeForgotten(session, Date.parse(sentAt))
}

/** The entries of a message, one for each piece. The first one has the id and the time of the channel. */
function entriesOf(session: Session, { messages, id, sentAt }: Receive, seq: number, isEnd: boolean): NewEntry[] {
  return placed(messages, seq).map((content, index) => ({
    kind: 'message',
    direction: 'in',
    by: { type: 'user', id: session.userId },
    ...content,
    ...(index === 0 && id !== undefined && { clientId: id }),
    ...(index === 0 && sentAt !== undefined && { sentAt }),
    ...(isEnd && { command: 'end' }),
  }))
}

/**
 * Whether the next message is the user's first since the last answer. Only that one restarts the idle time, so that a
 * user who keeps writing to a silent agent does not extend it.
 */
function firstUnanswered({ preview }: Session): boolean {
  return preview?.from !== 'user'
}
