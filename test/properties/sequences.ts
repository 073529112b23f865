import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { defined } from '../../lib/defined.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { HolderNow } from '../../lib/protocol/holder.ts'
import type { ErrorCode, InterludeError } from '../../lib/protocol/problem.ts'
import type { ReviewClosed } from '../../lib/protocol/review-outcome.ts'
import type { OutcomeOf, Verb } from '../../lib/session/commands.ts'
import type { Decision, decide } from '../../lib/session/decide.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Instant, newSession, Session } from '../../lib/session/session.ts'
import { EVENT_KINDS } from '../support/event-kinds.ts'
import { type Recount, recounted } from '../support/recount.ts'
import { type Expected, expected, refusal } from './expected.ts'
import { check, checkHistory } from './history.ts'
import {
  letTimePass,
  MAX_OPEN,
  type Model,
  newestEnded,
  newModel,
  openSeqs,
  owed,
  policy,
  SYSTEM,
  unfinished,
  WORDS,
} from './model.ts'
import { type AnyCommand, commandsOf, later, MAX_WINDUP, nextToSend, type Story, story, worldAt } from './steps.ts'
import { closedAs, waitingIn } from './supervision.ts'

/** The domain under test: the tree's own, or a copy with a planted fault. */
export interface Domain {
  readonly decide: typeof decide
  readonly newSession: typeof newSession
}

const START = Date.UTC(2026, 0, 1)
const ADDRESS = { botId: 'b', userId: 'u' }

/** A command that the domain refused, with the holder that it names. */
interface Refused {
  readonly refused: ErrorCode
  readonly holder?: HolderNow
  readonly review?: ReviewClosed
}

/**
 * Plays random stories in one conversation, and compares every decision with a model that the test keeps. Returns the
 * first complaint with the shortest story that was found, or undefined.
 */
export function checkSequences(
  domain: Domain,
  { runs, seed, shrink = true }: { runs: number; seed: number; shrink?: boolean },
): string | undefined {
  const details = fc.check(
    fc.property(story, story => tell(domain, story)),
    { numRuns: runs, seed, endOnFailure: !shrink },
  )
  if (!details.failed) return undefined
  const error = details.errorInstance
  return `${error instanceof Error ? error.message : String(error)}\n(seed ${details.seed}, run ${details.numRuns})`
}

function tell(domain: Domain, story: Story): void {
  const conversation = new Conversation(domain, story)
  let ids = 0
  const fresh = () => ids++
  try {
    for (const step of story.steps) {
      conversation.wait(later(conversation.model, step.wait, conversation.now))
      for (const command of commandsOf(conversation.model, story, step, conversation.now, fresh))
        conversation.command(command)
    }
    windUp(conversation, story.outside)
    checkHistory(conversation.model.log, conversation.commits, conversation.stoppedByPause)
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${conversation.told.join('\n')}`)
  }
}

/** Nothing is ever stuck: if only the clock acts, a conversation comes to rest, without open duties. */
function windUp(conversation: Conversation, outside: Story['outside']): void {
  for (let round = 0; conversation.due !== undefined; round++) {
    check(round < MAX_WINDUP, 'a conversation that is left alone comes to rest')
    conversation.wait(Math.max(conversation.now, conversation.due))
    for (const command of worldAt(conversation.model, outside, conversation.now)) conversation.command(command)
  }
  const { session, model } = conversation
  check(session.control.holder !== 'human', 'at rest the bot holds')
  check(
    session.recent.every(({ turn }) => turn?.status !== 'open' && turn?.status !== 'review'),
    'at rest no turn is open, and no reply waits for approval',
  )
  check(nextToSend(model) === undefined && session.deliveryClaim === undefined, 'at rest every message is settled')
  check(session.nextEvents === undefined, 'at rest the endpoint lacks no event')
}

class Conversation {
  readonly told: string[] = []
  readonly commits: number[] = []
  /** The log with the words that the domain chooses itself. */
  readonly entries: Entry[] = []
  /** Messages that a claim met during a bot-wide pause. */
  readonly stoppedByPause = new Set<number>()
  readonly model: Model
  session: Session
  now: Instant = START
  due: Instant | undefined
  readonly #domain: Domain

  readonly #policy: Policy

  constructor(domain: Domain, { events: sendsEvents, reviewThen, rates, delivery }: Story) {
    this.#domain = domain
    const { vip, ...others } = policy.queues
    const queues = { ...others, vip: { ...vip, rating: rates === 'vip' } }
    this.#policy = { ...policy, sendsEvents, reviewThen, rating: rates === 'bot', queues }
    const channel = delivery === 'none' ? 'web' : 'sms'
    this.session = domain.newSession({ ...ADDRESS, channel }, START)
    this.model = newModel(this.session)
    this.model.rates = rates
    this.model.reviewThen = reviewThen
  }

  wait(until: Instant): void {
    if (until > this.now) this.told.push(`  … ${until - this.now} ms`)
    this.now = until
  }

  command(given: AnyCommand): void {
    const { session, model, now } = this
    this.told.push(`  ${JSON.stringify(given)}`)
    // As `execute` does: the stored attributes come with the command.
    const tells = given.verb === 'receive' || given.verb === 'identify'
    const command: AnyCommand = tells ? { ...given, known: { ...model.attributes } } : withRecord(model, given)
    const decision = this.#decide(session, command)
    if ('refused' in decision) {
      const then = structuredClone(model)
      letTimePass(then, now)
      const isFlood = command.verb === 'receive' && unfinished(then) >= MAX_OPEN
      const code = isFlood ? 'session.busy' : refusal(then, command, now)
      const agent = then.person?.agent?.who
      const holder = then.person ? 'human' : then.supervision ? 'supervised' : 'bot'
      equal('holder', decision.holder, code?.startsWith('handoff.') ? { holder, ...defined({ agent }) } : undefined)
      const of = command.verb === 'approve' ? command.of : command.verb === 'say' ? (command.insteadOf ?? 0) : 0
      equal('review', decision.review, code === 'review.closed' ? closedAs(then, of) : undefined)
      check(
        decision.refused === code,
        'only a flood is refused, and a command that the holder of the conversation or its own time excludes',
      )
      return
    }
    const before = model.log.length
    const modeIsNew = command.delivery !== undefined && command.delivery !== model.delivery
    if (command.delivery !== undefined) model.delivery = command.delivery
    const overdue = letTimePass(model, now)
    const overdueCount = model.log.length - before
    check(
      refusal(model, command, now) === undefined,
      'a command that the holder of the conversation excludes is refused',
    )
    const wanted = (expected[command.verb] as (m: Model, c: AnyCommand, now: Instant) => Expected<OutcomeOf<Verb>>)(
      model,
      command,
      now,
    )
    const entries = model.log.slice(before)
    const event = entries.find(({ kind }) => EVENT_KINDS.includes(kind))
    if (this.#policy.sendsEvents && event)
      model.nextEvents ??= { after: event.seq - 1, at: now + policy.deliveryCheckMs, attempts: 0 }
    const isQuiet = wanted.quiet === true && overdueCount === 0 && !modeIsNew

    equal('outcome', decision.outcome, wanted.outcome)
    equal('entries', decision.entries.map(vague), entries.map(vague))
    equal('episodes', decision.episodes.map(vagueReason), [...overdue, ...(wanted.episodes ?? [])].map(vagueReason))
    for (const record of [...overdue, ...(wanted.episodes ?? [])]) model.records.set(record.number, record)
    this.entries.push(...decision.entries)
    equal('tallies', decision.tallies.map(asRecount), this.#recountOf(decision.entries))
    equal('attributes', decision.attributes, wanted.attributes)
    equal('dropped attributes', decision.dropped, wanted.dropped)
    check(!isQuiet || decision.session === session, 'what is not to change is the very same')
    check(decision.changed === (decision.session !== session), '`changed` says whether something did')
    const wantedView = expectedView(model, viewOf(session), entries, now)
    for (const [field, value] of Object.entries(viewOf(decision.session))) {
      equal(`session.${field}`, value, wantedView[field as keyof typeof wantedView])
    }
    const moments = owed(model)
    equal('due', decision.due, moments.length > 0 ? Math.min(...moments) : undefined)
    check(unfinished(model) <= MAX_OPEN, 'a session carries so many unfinished turns at most')
    const { holder } = decision.session.control
    check(holder !== 'human' || openSeqs(model).length === 0, 'people hold: no turn is open')
    check(holder === 'supervised' || waitingIn(model).length === 0, 'only replies of a supervised bot wait')
    check(decision.session.claimedUpTo >= session.claimedUpTo, '`claimedUpTo` never goes back')

    if (decision.entries.length > 0) this.commits.push(before + 1)
    if (command.verb === 'claimDelivery' && command.botPaused) this.stoppedByPause.add(command.message.seq)
    this.session = decision.session
    this.due = decision.due
  }

  /** Additions of the new entries to reports, according to the whole log. */
  #recountOf(entries: readonly Entry[]): readonly Recount[] {
    const counted = entries.filter(({ kind }) => kind === 'resumed' || kind === 'rated').length
    return counted === 0 ? [] : recounted(this.entries, policy.reportZone).slice(-counted)
  }

  #decide(session: Session, command: AnyCommand): Decision<unknown> | Refused {
    deepFreeze(session)
    deepFreeze(command)
    const once = () => {
      try {
        return this.#domain.decide(session, command as never, this.now, this.#policy) as Decision<unknown>
      } catch (error) {
        // A planted fault may have its own copy of the class.
        if (!(error instanceof Error) || error.name !== 'InterludeError') throw error
        const { code, holder, review } = error as InterludeError
        return { refused: code, ...defined({ holder, review }) }
      }
    }
    const decision = once()
    check(isDeepStrictEqual(once(), decision), 'the same is decided of the same')
    return decision
  }
}

/** Adds the stored record of the episode that a command rates, as `execute` does. */
function withRecord(model: Model, command: AnyCommand): AnyCommand {
  if (command.verb !== 'rate') return command
  const record = model.records.get(command.episode ?? newestEnded(model))
  return { ...command, ...defined({ record }) }
}

function asRecount({ day, queue, agent, counts }: Decision<unknown>['tallies'][number]): Recount {
  return { day, queue, agentId: agent?.id, counts }
}

/** The session in the terms of the model. */
function viewOf(session: Session) {
  const { revision, epoch, delivery, episodes, handedBackUpTo, claimedUpTo, control, user } = session
  const { nextHandback, nextEvents, deliveryClaim, newestOutgoing } = session
  const { lastHeardAt, preview, recent, alertedAt, reviewed, tags } = session
  return {
    ...{
      revision,
      epoch,
      delivery,
      episodes,
      handedBackUpTo,
      claimedUpTo,
      nextHandback,
      nextEvents,
      deliveryClaim,
      newestOutgoing,
      lastHeardAt,
      alertedAt,
    },
    lastEventAt: session.lastEventAt,
    preview: preview && { seq: preview.seq, from: preview.from, text: preview.text, at: preview.at },
    reviewed: reviewed ?? [],
    // A session without tags stores none.
    tags: tags && tags.length > 0 ? tags : tags === undefined ? [] : 'an empty list',
    control: control.holder === 'human' ? vagueReason(control) : control,
    user: { fullName: user.fullName, language: user.language, email: user.email, avatarUrl: user.avatarUrl },
    recent: recent.map(({ seq, turn, at }) => ({ seq, turn, at })),
    forgottenUpTo: session.forgottenUpTo,
    tail: session.tail.map(({ seq }) => seq),
  }
}

function expectedView(
  model: Model,
  before: ReturnType<typeof viewOf>,
  entries: readonly Entry[],
  now: Instant,
): ReturnType<typeof viewOf> {
  const { log, epoch, delivery, episodes, handedBackUpTo, claimedUpTo } = model
  const { nextHandback, nextEvents, deliveryClaim, alertedAt, user } = model
  const messages = entries.filter(entry => entry.kind === 'message')
  const newest = messages.findLast(({ continues, by }) => continues === undefined && by.type !== 'system')
  const leaving = entries.findLast(entry => entry.kind === 'redelivery' || (entry.kind === 'message' && entry.deliver))
  return {
    ...{
      revision: log.length,
      epoch,
      delivery,
      episodes,
      handedBackUpTo,
      claimedUpTo,
      nextHandback,
      nextEvents,
      deliveryClaim,
      alertedAt,
    },
    newestOutgoing: leaving ? { seq: leaving.seq, at: model.unclaimedSince } : before.newestOutgoing,
    lastHeardAt: messages.some(({ by }) => by.type === 'user') ? now : before.lastHeardAt,
    lastEventAt: entries.length > 0 ? now : before.lastEventAt,
    preview: newest
      ? { seq: newest.seq, from: newest.by.type, text: newest.text?.trim() ?? '', at: now }
      : before.preview,
    reviewed: model.reviewed,
    tags: model.tags,
    control: controlNow(model),
    user: { fullName: user.fullName, language: user.language, email: user.email, avatarUrl: user.avatarUrl },
    recent: model.memory.map(({ seq, isUserMessage, turn, at, isMarked }) => ({
      seq,
      turn: isUserMessage ? model.turns.get(seq) : turn,
      at: isMarked ? at : undefined,
    })),
    forgottenUpTo: model.forgottenUpTo,
    tail: entries.length > 0 ? entries.map(({ seq }) => seq) : before.tail,
  }
}

function controlNow({ person, supervision }: Model): Session['control'] {
  if (person) return vagueReason(controlOf(person))
  return supervision ? { holder: 'supervised', ...supervision } : { holder: 'bot' }
}

function controlOf(person: NonNullable<Model['person']>): Extract<Session['control'], { holder: 'human' }> {
  const { since, seq, by, trigger, reason, priority, queue, waiting, agent, firstAnswerAt, earlier } = person
  const { place, alerts = 0, alertAt = 0, acknowledgedBy, told, hadAgent } = waiting ?? {}
  return {
    holder: 'human',
    ...{ since, seq, by, trigger },
    ...defined({ reason, queue, firstAnswerAt, earlier }),
    handoff: agent
      ? {
          status: 'assigned',
          priority,
          agent: agent.who,
          ...(agent.who.type === 'agent' && agent.who.id !== undefined && { counted: true }),
          assignedAt: agent.assignedAt,
          deadline: agent.snooze?.at ?? agent.idleAt,
          ...(agent.warned && { warned: true }),
          ...(agent.snooze && { snoozedUntil: agent.snooze.kind }),
        }
      : {
          status: 'pending',
          priority,
          since: waiting?.since ?? 0,
          alerts,
          deadline: alertAt,
          ...defined({ place, acknowledgedBy, told, hadAgent }),
        },
  }
}

/** Removes the texts that the domain chooses itself. */
function vague(entry: Entry): unknown {
  if (entry.kind === 'undeliverable') return { ...entry, reason: WORDS }
  if (entry.kind === 'supervised') return entry
  return entry.kind === 'paused' || entry.kind === 'transferred' ? vagueReason(entry) : entry
}

function vagueReason<T extends { by: { type: string }; reason?: string }>(said: T): T {
  return said.by.type === SYSTEM.type && said.reason !== undefined ? { ...said, reason: WORDS } : said
}

function equal(what: string, actual: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(actual, wanted)) return
  throw new Error(`${what}: decided ${JSON.stringify(actual)}, expected ${JSON.stringify(wanted)}`)
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
}
