import type { Actor } from '../../lib/protocol/entry.ts'
import type { CommandOf, OutcomeOf, Verb } from '../../lib/session/commands.ts'
import { type Decision, decide } from '../../lib/session/decide.ts'
import { defaultPolicy, type Policy } from '../../lib/session/policy.ts'
import { type DeliveryMode, type Instant, newSession, type Session } from '../../lib/session/session.ts'

/** For tests only: a conversation that calls `decide`, with a manual clock. */

export const agent: Actor = { type: 'agent', id: 'ana', name: 'Ana' }
export const anotherAgent: Actor = { type: 'agent', id: 'ben', name: 'Ben' }
export const bot: Actor = { type: 'bot', id: 'key_1' }
export const system: Actor = { type: 'system' }

/** How long the bot may take to answer in these tests. */
export const LEASE_MS = 10_000
/** How long a bot may take that acknowledged a message. */
export const GATED_LEASE_MS = 120_000

type Fields<V extends Verb, Given extends PropertyKey = 'verb'> = Partial<Omit<CommandOf<V>, Given>>
const text = (words: string) => ({ type: 'text', text: words }) as const

export class TestConversation {
  session: Session
  now: Instant = Date.UTC(2026, 0, 1)
  readonly log: Decision<unknown>['entries'][number][] = []
  readonly policy: Policy

  constructor(policy: Policy) {
    this.policy = policy
    this.session = newSession({ botId: 'shop', channel: 'web', userId: 'u1' }, this.now)
  }

  do<V extends Verb>(command: CommandOf<V> & { readonly verb: V }): Decision<OutcomeOf<V>> {
    const decision = decide<V>(this.session, command, this.now, this.policy)
    this.session = decision.session
    this.log.push(...decision.entries)
    return decision
  }

  after(ms: number): this {
    this.now += ms
    return this
  }

  userSays(words: string, more: Fields<'receive'> = {}) {
    const said = { messages: [text(words)], leaseMs: LEASE_MS, botPaused: false } as const
    const decision = this.do<'receive'>({ verb: 'receive', ...said, ...more })
    const { outcome } = decision
    if (outcome.status !== 'received') throw new Error('nobody knows whether this message is new')
    return { ...decision, outcome }
  }
  botReplies(of: number | undefined, words: readonly string[], more: Fields<'reply'> = {}) {
    const turn = of === undefined ? {} : { of }
    const fixed = { by: bot, epoch: this.session.epoch, serial: false, botPaused: false }
    return this.do<'reply'>({ verb: 'reply', ...fixed, ...turn, replies: words.map(text), ...more })
  }
  botAcknowledges(of: number, more: Fields<'acknowledge'> = {}) {
    return this.do<'acknowledge'>({ verb: 'acknowledge', of, attempt: 1, leaseMs: GATED_LEASE_MS, ...more })
  }
  botFails(of: number, attempt = 1) {
    return this.do<'fail'>({ verb: 'fail', of, attempt, reason: 'no connection' })
  }
  agentSays(words: string, more: Fields<'say'> = {}) {
    return this.do<'say'>({ verb: 'say', by: agent, message: text(words), ...more })
  }
  paused(more: Fields<'pause'> = {}) {
    return this.do<'pause'>({ verb: 'pause', by: agent, trigger: 'operator', ...more })
  }
  unpaused(more: Fields<'unpause'> = {}) {
    return this.do<'unpause'>({ verb: 'unpause', by: agent, ...more })
  }
  noted(words: string, more: Fields<'note'> = {}) {
    return this.do<'note'>({ verb: 'note', by: agent, text: words, ...more })
  }
  ticks() {
    return this.do<'tick'>({ verb: 'tick' })
  }
  /** Claims the logged message `seq`. */
  claimed(seq: number, claimant = 'lambda-1', botPaused = false) {
    const entry = this.entry(seq)
    if (entry?.kind !== 'message') throw new Error(`${seq} is no message`)
    const message = { seq, epoch: entry.epoch, from: entry.by.type }
    return this.do<'claimDelivery'>({ verb: 'claimDelivery', message, claimant, botPaused })
  }
  settled(seq: number, status: 'sent' | 'refused' | 'deferred', claimant = 'lambda-1') {
    const result = status === 'sent' ? { status } : { status, reason: 'the channel says no' }
    return this.do<'recordDelivery'>({ verb: 'recordDelivery', seq, claimant, result })
  }

  entry(seq: number) {
    return this.log[seq - 1]
  }
  turn(seq: number) {
    return this.session.recent.find(known => known.seq === seq && known.turn)?.turn
  }
  get holder() {
    return this.session.control.holder
  }
  get kinds() {
    return this.log.map(({ kind }) => kind)
  }
}

/** A new conversation whose channel reads the log, unless `delivery` sends messages to it. */
export function aConversation(delivery: DeliveryMode = 'none', policy: Policy = defaultPolicy): TestConversation {
  const conversation = new TestConversation(policy)
  conversation.session = { ...conversation.session, delivery }
  return conversation
}

/** A conversation in which the user's first message (`seq` 1) waits for the bot's answer. */
export function withOpenTurn(delivery: DeliveryMode = 'none'): TestConversation {
  const conversation = aConversation(delivery)
  conversation.userSays('where is my order?', { id: 'm1' })
  return conversation
}

/** A conversation with a pending handoff, paused by a rule. */
export function waiting(delivery: DeliveryMode = 'none'): TestConversation {
  const conversation = aConversation(delivery)
  conversation.paused({ by: system, trigger: 'rule' })
  return conversation
}

/** A conversation that an agent has. */
export function heldByAgent(delivery: DeliveryMode = 'none'): TestConversation {
  const conversation = aConversation(delivery)
  conversation.paused()
  return conversation
}
