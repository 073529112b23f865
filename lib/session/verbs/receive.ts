import { defined } from '../../defined.ts'
import { InterludeError } from '../../protocol/problem.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Receive, Received } from '../commands.ts'
import { notIdle, takeFromBot } from '../control.ts'
import { nextTold } from '../handbacks.ts'
import { placed } from '../pieces.ts'
import type { Moment } from '../policy.ts'
import { identified } from '../profile.ts'
import {
  commandHash,
  countOpenTurns,
  MAX_OPEN_TURNS,
  MAX_TURN_ATTEMPTS,
  mayBeForgotten,
  recall,
  remember,
  setTurn,
} from '../recent.ts'
import type { Instant, Session, Turn } from '../session.ts'

/**
 * A user's message, committed together with its turn: `open` if the bot holds control, else `held` (rule 1).
 * Sent again, it is answered from its turn; past the lease of an open one, the retry takes the turn over (rule 4).
 * A message that is as old as what is forgotten is `unsure` and changes nothing, until its caller has looked it up.
 * Throws `session.busy` where too many messages wait for the bot already.
 */
export function receive(session: Session, command: Receive, moment: Moment): Change<Received> {
  const id = command.id === undefined ? undefined : commandHash('receive', command.id)
  const known = recall(session, id)
  if (known?.turn) return receiveAgain(session, known.seq, known.turn, command, moment)
  if (isUnsure(session, command)) return unchanged(session, { status: 'unsure' })

  const seq = session.revision + 1
  const messages = entriesOf(session, command, seq)
  const botHolds = session.control.holder === 'bot'
  const toBot = botHolds && !command.botPaused
  if (toBot && countOpenTurns(session.recent) >= MAX_OPEN_TURNS) {
    throw new InterludeError('session.busy', 'too many messages wait for the bot', { retryAfterSeconds: 2 })
  }
  const turn: Turn = botHolds ? openTurn(moment.now + command.leaseMs, 1, nextTold(session)) : { status: 'held' }
  const memory = remember(session, { id: id ?? '', seq, turn }, moment.now)
  // A bot that is paused as a whole loses the conversation with this message, and its turn with it.
  const taken =
    botHolds && command.botPaused
      ? takeFromBot({ ...session, ...memory }, moment, { by: { type: 'system' }, trigger: 'bot_paused' }, messages)
      : undefined
  const { user, attributes, dropped } = identified(session, command)
  const patch = {
    user,
    control: firstUnanswered(session) ? notIdle(session.control, moment) : session.control,
    ...memory,
    ...taken?.patch,
  }
  return {
    ...change(
      session,
      moment,
      { patch, entries: taken?.entries ?? messages, episodes: taken?.episodes ?? [] },
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
  const taken = openTurn(moment.now + command.leaseMs, turn.attempt + 1, turn.told)
  return change(
    session,
    moment,
    { patch: { recent: setTurn(session.recent, seq, taken) } },
    { status: 'received', seq, turn: taken, duplicate: true, call: true },
  )
}

function openTurn(until: Instant, attempt: number, told: number | undefined): Turn {
  return { status: 'open', until, attempt, ...defined({ told }) }
}

/** Nobody remembers this id, and the message is not younger than what is forgotten. */
function isUnsure(session: Session, { id, sentAt, lookedUp }: Receive): boolean {
  if (id === undefined || sentAt === undefined || lookedUp) return false
  return mayBeForgotten(session, Date.parse(sentAt))
}

/** The entries of a message, one a piece. The first one names the message to its channel. */
function entriesOf(session: Session, { messages, id, sentAt }: Receive, seq: number): NewEntry[] {
  return placed(messages, seq).map((content, index) => ({
    kind: 'message',
    direction: 'in',
    by: { type: 'user', id: session.userId },
    ...content,
    ...(index === 0 && id !== undefined && { clientId: id }),
    ...(index === 0 && sentAt !== undefined && { sentAt }),
  }))
}

/** A user who writes again and again to a silent agent is waiting since the first of it. */
function firstUnanswered({ preview }: Session): boolean {
  return preview?.from !== 'user'
}
