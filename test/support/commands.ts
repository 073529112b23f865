import type { UserProfile } from '../../lib/protocol/message.ts'
import type { ClaimDelivery, Identify, Note, Receive, RecordDelivery, Reply, Say } from '../../lib/session/commands.ts'
import type { Pause, Unpause } from '../../lib/session/control-commands.ts'
import type { Rate } from '../../lib/session/rating-commands.ts'
import type { Approve, Supervise } from '../../lib/session/review-commands.ts'
import { seconds } from './clock.ts'
import { ana, bot } from './people.ts'

// Commands with valid defaults, each named after the act as tests say it. Worlds, conversations and roles of the
// simulation use the same names for the same acts.

export function userSays(text: string, overrides: Partial<Receive> = {}): Receive {
  return {
    verb: 'receive',
    messages: [{ type: 'text', text }],
    leaseMs: seconds(10),
    botPaused: false,
    ...overrides,
  }
}

/** A message with the user's full name. */
export function userCalled(fullName: string, overrides: Partial<Receive> = {}): Receive {
  return userSays('hello', { user: { fullName }, ...overrides })
}

/** The bot's reply to the message `of` in epoch 0, before the first pause. */
export function botAnswers(of: number, text: string, overrides: Partial<Reply> = {}): Reply {
  return {
    verb: 'reply',
    by: bot,
    of,
    epoch: 0,
    replies: [{ type: 'text', text }],
    serial: false,
    botPaused: false,
    ...overrides,
  }
}

/** Messages of the bot that answer no message of the user, in epoch 0. */
export function botWrites(texts: readonly string[], overrides: Partial<Reply> = {}): Reply {
  const replies = texts.map(text => ({ type: 'text' as const, text }))
  return { verb: 'reply', by: bot, epoch: 0, replies, serial: false, botPaused: false, ...overrides }
}

export function agentPauses(overrides: Partial<Pause> = {}): Pause {
  return { verb: 'pause', by: ana, trigger: 'operator', ...overrides }
}

/** A user's pause to ask for a person; the handoff is pending. */
export function userAsksForPerson(overrides: Partial<Pause> = {}): Pause {
  return { verb: 'pause', by: { type: 'user' }, trigger: 'user', ...overrides }
}

export function agentResumes(overrides: Partial<Unpause> = {}): Unpause {
  return { verb: 'unpause', by: ana, ...overrides }
}

/** From now on agents approve what the bot says. */
export function userRates(stars: number, overrides: Partial<Rate> = {}): Rate {
  return { verb: 'rate', by: { type: 'user', id: 'u1' }, stars, ...overrides }
}

export function agentSupervises(overrides: Partial<Supervise> = {}): Supervise {
  return { verb: 'supervise', by: ana, trigger: 'agent', ...overrides }
}

/** An agent sends the proposal that answers message `of`, or begins with that entry. */
export function agentApproves(of: number, text: string, overrides: Partial<Approve> = {}): Approve {
  const replies = [{ type: 'text', text }] as const
  return { verb: 'approve', by: ana, of, replies, edited: false, botPaused: false, ...overrides }
}

/** The user returns to the bot. */
export function userResumes(): Unpause {
  return { verb: 'unpause', by: { type: 'user' } }
}

export function agentSays(text: string, overrides: Partial<Say> = {}): Say {
  return { verb: 'say', by: ana, message: { type: 'text', text }, ...overrides }
}

export function agentNotes(text: string, overrides: Partial<Note> = {}): Note {
  return { verb: 'note', by: ana, text, ...overrides }
}

export function userIs(user: UserProfile): Identify {
  return { verb: 'identify', user }
}

export function claimsDelivery(seq: number, overrides: Partial<ClaimDelivery> = {}): ClaimDelivery {
  return {
    verb: 'claimDelivery',
    message: { seq, epoch: 0, from: 'agent' },
    claimant: 'dispatcher-1',
    botPaused: false,
    ...overrides,
  }
}

export function recordsDelivery(seq: number, overrides: Partial<RecordDelivery> = {}): RecordDelivery {
  return { verb: 'recordDelivery', seq, claimant: 'dispatcher-1', result: { status: 'sent' }, ...overrides }
}
