import { hash } from 'node:crypto'
import type { UserProfile } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import { type Change, change, type NewEntry, unchanged } from './change.ts'
import type { Receive, Received } from './commands.ts'
import { notIdle, takeFromBot } from './control.ts'
import type { Policy } from './policy.ts'
import { commandHash, countOpenTurns, MAX_OPEN_TURNS, MAX_TURN_ATTEMPTS, recall, remember, setTurn } from './recent.ts'
import type { Instant, Session, Turn } from './session.ts'

/**
 * A user's message, committed together with its turn: `open` if the bot holds control, else `held` (rule 1).
 * Sent again, it is answered from its turn; past the lease of an open one, the retry takes the turn over (rule 4).
 * Throws `session.busy` where too many messages wait for the bot already.
 */
export function receive(session: Session, command: Receive, now: Instant, policy: Policy): Change<Received> {
  const id = command.id === undefined ? undefined : commandHash('receive', command.id)
  const known = recall(session, id)
  if (known?.turn) return receiveAgain(session, known.seq, known.turn, command, now)

  const message: NewEntry = {
    kind: 'message',
    direction: 'in',
    by: { type: 'user', id: session.userId },
    ...command.message,
    ...(command.id !== undefined && { clientId: command.id }),
    ...(command.sentAt !== undefined && { sentAt: command.sentAt }),
  }
  const seq = session.revision + 1
  const botHolds = session.control.holder === 'bot'
  const toBot = botHolds && !command.botPaused
  if (toBot && countOpenTurns(session.recent) >= MAX_OPEN_TURNS) {
    throw new InterludeError('session.busy', 'too many messages wait for the bot', { retryAfterSeconds: 2 })
  }
  const turn: Turn = botHolds ? { status: 'open', until: now + command.leaseMs, attempt: 1 } : { status: 'held' }
  const recent = remember(session.recent, { id: id ?? '', seq, turn })
  // A bot that is paused as a whole loses the conversation with this message, and its turn with it.
  const taken =
    botHolds && command.botPaused
      ? takeFromBot({ ...session, recent }, now, policy, { by: { type: 'system' }, trigger: 'bot_paused' }, [message])
      : undefined
  const { user, attributes } = identified(session, command.user)
  const patch = {
    user,
    control: firstUnanswered(session) ? notIdle(session.control, now, policy) : session.control,
    recent,
    ...taken?.patch,
  }
  return {
    ...change(
      session,
      now,
      { patch, entries: taken?.entries ?? [message], episodes: taken?.episodes ?? [] },
      { seq, turn: taken ? { status: 'held' } : turn, duplicate: false, call: toBot },
    ),
    ...(attributes && { attributes }),
  }
}

function receiveAgain(session: Session, seq: number, turn: Turn, command: Receive, now: Instant): Change<Received> {
  if (turn.status !== 'open' || now < turn.until || turn.attempt >= MAX_TURN_ATTEMPTS) {
    return unchanged(session, { seq, turn, duplicate: true, call: false })
  }
  const taken: Turn = { status: 'open', until: now + command.leaseMs, attempt: turn.attempt + 1 }
  return change(
    session,
    now,
    { patch: { recent: setTurn(session.recent, seq, taken) } },
    { seq, turn: taken, duplicate: true, call: true },
  )
}

/** A user who writes again and again to a silent agent is waiting since the first of it. */
function firstUnanswered({ preview }: Session): boolean {
  return preview?.from !== 'user'
}

/** What is known of the user once `profile` was told. Attributes are compared by a hash, so that the same ones are not written again. */
export function identified(
  { user }: Session,
  profile: UserProfile | undefined,
): { user: Session['user']; attributes?: Readonly<Record<string, unknown>> } {
  if (!profile) return { user }
  const { attributes, fullName = attributes && nameFrom(attributes), ...rest } = profile
  const avatarUrl = rest.avatarUrl ?? (attributes && pictureFrom(attributes))
  const named = {
    ...user,
    ...rest,
    ...(fullName !== undefined && { fullName }),
    ...(avatarUrl !== undefined && { avatarUrl }),
  }
  if (!attributes) return { user: named }
  const attributesHash = hash('sha256', JSON.stringify(attributes), 'base64url').slice(0, 10)
  return attributesHash === user.attributesHash ? { user: named } : { user: { ...named, attributesHash }, attributes }
}

/** A channel that knows no `fullName` may know `full_name`, or first and last name, among the attributes. */
function nameFrom(attributes: Readonly<Record<string, unknown>>): string | undefined {
  const text = (key: string) => (typeof attributes[key] === 'string' ? attributes[key].trim() : '')
  const name = text('full_name') || `${text('first_name')} ${text('last_name')}`.trim()
  return name === '' ? undefined : name.slice(0, 200)
}

const MAX_URL_CHARS = 500

/** A channel that knows no `avatarUrl` may know `profile_pic` or `picture_url` among the attributes. */
function pictureFrom(attributes: Readonly<Record<string, unknown>>): string | undefined {
  return ['profile_pic', 'picture_url'].map(name => attributes[name]).find(isPicture)
}

function isPicture(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= MAX_URL_CHARS && /^https?:\/\//i.test(value) && URL.canParse(value)
  )
}
