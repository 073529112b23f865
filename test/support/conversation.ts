import { defined } from '../../lib/defined.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import type { CommandOf, Note, OutcomeOf, Receive, Say, Verb } from '../../lib/session/commands.ts'
import type { Pause, Unpause } from '../../lib/session/control-commands.ts'
import { type Decision, decide } from '../../lib/session/decide.ts'
import { defaultPolicy, type Policy } from '../../lib/session/policy.ts'
import type { Rate } from '../../lib/session/rating-commands.ts'
import type { Approve, Supervise } from '../../lib/session/review-commands.ts'
import {
  type DeliveryMode,
  type Episode,
  endedEpisodes,
  type Instant,
  newSession,
  type Session,
} from '../../lib/session/session.ts'
import {
  agentApproves,
  agentNotes,
  agentPauses,
  agentResumes,
  agentSays,
  agentSupervises,
  claimsDelivery,
  recordsDelivery,
  userAsksForPerson,
  userRates,
  userResumes,
  userSays,
} from './commands.ts'

/** A bot's server with its key. */
export const bot: Actor = { type: 'bot', id: 'key_1' }

/** How long the bot may take to answer in these tests. */
export const LEASE_MS = 10_000
/** How long a bot may take that acknowledged a message. */
export const GATED_LEASE_MS = 120_000

type Fields<V extends Verb> = Partial<Omit<CommandOf<V>, 'verb'>>
const text = (words: string) => ({ type: 'text', text: words }) as const

/** A conversation that calls `decide`, with a manual clock. Its methods are named as in `commands.ts`. */
export class TestConversation {
  session: Session
  now: Instant = Date.UTC(2026, 0, 1)
  readonly log: Decision<unknown>['entries'][number][] = []
  /** The newest record of each episode. */
  readonly records = new Map<number, Episode>()
  readonly policy: Policy

  constructor(policy: Policy) {
    this.policy = policy
    this.session = newSession({ botId: 'shop', channel: 'web', userId: 'u1' }, this.now)
  }

  do<V extends Verb>(command: CommandOf<V> & { readonly verb: V }): Decision<OutcomeOf<V>> {
    const decision = decide<V>(this.session, command, this.now, this.policy)
    this.session = decision.session
    this.log.push(...decision.entries)
    for (const record of decision.episodes) this.records.set(record.number, record)
    return decision
  }

  after(ms: number): this {
    this.now += ms
    return this
  }

  userSays(words: string, more: Partial<Receive> = {}) {
    const decision = this.do<'receive'>(userSays(words, { leaseMs: LEASE_MS, ...more }))
    const { outcome } = decision
    if (outcome.status !== 'received') throw new Error('nobody knows whether this message is new')
    return { ...decision, outcome }
  }
  botAnswers(of: number | undefined, words: readonly string[], more: Fields<'reply'> = {}) {
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
  agentSays(words: string, more: Partial<Say> = {}) {
    return this.do<'say'>(agentSays(words, more))
  }
  agentPauses(more: Partial<Pause> = {}) {
    return this.do<'pause'>(agentPauses(more))
  }
  userAsksForPerson() {
    return this.do<'pause'>(userAsksForPerson())
  }
  agentResumes(more: Partial<Unpause> = {}) {
    return this.do<'unpause'>(agentResumes(more))
  }
  userResumes() {
    return this.do<'unpause'>(userResumes())
  }
  /** Rates an episode, whose stored record comes with the command. */
  userRates(stars: number, more: Partial<Rate> = {}) {
    const record = this.records.get(more.episode ?? endedEpisodes(this.session))
    return this.do<'rate'>(userRates(stars, { ...defined({ record }), ...more }))
  }
  agentSupervises(more: Partial<Supervise> = {}) {
    return this.do<'supervise'>(agentSupervises(more))
  }
  agentApproves(of: number, words: string, more: Partial<Approve> = {}) {
    return this.do<'approve'>(agentApproves(of, words, more))
  }
  agentNotes(words: string, more: Partial<Note> = {}) {
    return this.do<'note'>(agentNotes(words, more))
  }
  ticks() {
    return this.do<'tick'>({ verb: 'tick' })
  }
  /** Claims the delivery of the logged message `seq`. */
  claimsDelivery(seq: number, claimant = 'lambda-1', botPaused = false) {
    const entry = this.entry(seq)
    if (entry?.kind !== 'message') throw new Error(`${seq} is no message`)
    const message = { seq, epoch: entry.epoch, from: entry.by.type }
    return this.do<'claimDelivery'>(claimsDelivery(seq, { message, claimant, botPaused }))
  }
  recordsDelivery(seq: number, status: 'sent' | 'refused' | 'deferred', claimant = 'lambda-1') {
    const result = status === 'sent' ? { status } : { status, reason: 'the channel says no' }
    return this.do<'recordDelivery'>(recordsDelivery(seq, { claimant, result }))
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

/** A conversation whose bot is supervised: its answer to the user's message 1 is the proposal 3. */
export function withProposal(delivery: DeliveryMode = 'none', policy: Policy = defaultPolicy): TestConversation {
  const conversation = aConversation(delivery, policy)
  conversation.userSays('where is my order?', { id: 'm1' })
  conversation.agentSupervises()
  conversation.botAnswers(1, ['on its way'])
  return conversation
}

/** A conversation with a pending handoff, paused by a rule. */
export function waiting(delivery: DeliveryMode = 'none'): TestConversation {
  const conversation = aConversation(delivery)
  conversation.do<'pause'>({ verb: 'pause', by: { type: 'system' }, trigger: 'rule' })
  return conversation
}

/** A conversation that an agent has. */
export function heldByAgent(delivery: DeliveryMode = 'none'): TestConversation {
  const conversation = aConversation(delivery)
  conversation.agentPauses()
  return conversation
}
