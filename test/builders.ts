import type { StoredBot, StoredKey } from '../lib/ports/bots.ts'
import type { AgentIssuer, SocketGateway } from '../lib/ports/outside.ts'
import type { StoredSocket } from '../lib/ports/sockets.ts'
import type { Clock, Log } from '../lib/ports/system.ts'
import type { BotConfig } from '../lib/protocol/config.ts'
import type { Actor } from '../lib/protocol/entry.ts'
import type { UserProfile } from '../lib/protocol/message.ts'
import type {
  ClaimDelivery,
  Identify,
  Note,
  Pause,
  Receive,
  RecordDelivery,
  Reply,
  Say,
  Unpause,
} from '../lib/session/commands.ts'
import { type Address, type Instant, sessionId } from '../lib/session/session.ts'

/** The tests' start time, on a full minute. */
export const START: Instant = Date.UTC(2026, 0, 5, 9)
export const seconds = (count: number) => count * 1000
export const minutes = (count: number) => seconds(60 * count)

/** A clock that only `advance` moves. `sleep` only lets other tasks run. */
export function manualClock(start: Instant = START): Clock & { advance(ms: number): void } {
  let now = start
  return {
    now: () => now,
    sleep: () => new Promise(resolve => setImmediate(resolve)),
    advance(ms) {
      now += ms
    },
  }
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
/** An issuer and a gateway that accept every call and do nothing. */
export const silentIssuer: AgentIssuer = { signOut: async () => {} }
export const silentSockets: SocketGateway = { push: async () => 'sent', close: async () => {} }

export const ana: Actor = { type: 'agent', id: 'agent-ana', name: 'Ana' }
export const bot: Actor = { type: 'bot' }

export function anAddress(overrides: Partial<Address> = {}): Address {
  return { botId: 'shop', channel: 'web', userId: 'user-1', ...overrides }
}

/** Addresses of `count` users of the same bot. */
export function addresses(count: number, overrides: Partial<Address> = {}): Address[] {
  return Array.from({ length: count }, (_, index) => anAddress({ userId: `user-${index + 1}`, ...overrides }))
}

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

export function agentSays(text: string, overrides: Partial<Say> = {}): Say {
  return { verb: 'say', by: ana, message: { type: 'text', text }, ...overrides }
}

export function agentNotes(text: string, overrides: Partial<Note> = {}): Note {
  return { verb: 'note', by: ana, text, ...overrides }
}

export function userIs(user: UserProfile): Identify {
  return { verb: 'identify', user }
}

export function claims(seq: number, overrides: Partial<ClaimDelivery> = {}): ClaimDelivery {
  return {
    verb: 'claimDelivery',
    message: { seq, epoch: 0, from: 'agent' },
    claimant: 'dispatcher-1',
    botPaused: false,
    ...overrides,
  }
}

export function settles(seq: number, overrides: Partial<RecordDelivery> = {}): RecordDelivery {
  return { verb: 'recordDelivery', seq, claimant: 'dispatcher-1', result: { status: 'sent' }, ...overrides }
}

/** The stored bot of a gated configuration with this `version`. */
export function aBot(version = 1, overrides: Partial<BotConfig> = {}): StoredBot {
  return {
    config: { version, paused: false, mode: 'gate', turns: 'overlap', channels: {}, attributes: [], ...overrides },
    userTokenSecret: 'secret of user tokens',
    identitySecret: 'secret of identities',
  }
}

export function aKey(keyId = 'key_1', overrides: Partial<StoredKey> = {}): StoredKey {
  return { keyId, hash: 'hash-of-the-secret', createdAt: new Date(START).toISOString(), ...overrides }
}

export function anAgentSocket(connectionId: string, overrides: Partial<StoredSocket> = {}): StoredSocket {
  return {
    connectionId,
    botId: 'shop',
    owner: { as: 'agent', id: 'agent-ana', name: 'Ana', roles: ['shop:agent'] },
    expiresAt: START + minutes(60),
    connectedAt: START,
    watching: [],
    ...overrides,
  }
}

export function aUserSocket(connectionId: string, overrides: Partial<StoredSocket> = {}): StoredSocket {
  const address = anAddress()
  const session = sessionId(address)
  return anAgentSocket(connectionId, { owner: { as: 'user', session, ...address }, watching: [session], ...overrides })
}
