import { defined } from '../../lib/defined.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Policy } from '../../lib/session/policy.ts'
import { START } from '../support/clock.ts'
import { type ActorNode, ActorTree, type Outcome, type Pending } from './actor-tree.ts'
import { appOver } from './app-over.ts'
import { Broken, judgeAt, judgeStore } from './broken.ts'
import { type Choice, choicesOf, isImmediate, LIMIT_MS } from './choices.ts'
import {
  type ActorState,
  type Beginning,
  type BotMood,
  type ChannelMood,
  type ExploredWorld,
  idle,
  type Scope,
} from './explored-world.ts'
import { combine, hashText } from './hash.ts'
import { apply, emptyState, type MemoryState, type Op } from './memory-state.ts'
import { isExpected, knowing, paid, wake, withActor } from './moves.ts'
import { BOT_URL, botAnswer, channelAnswer, type Posted, postedBy } from './outside.ts'
import { BOT_PAUSED, judgeAnswersAlike, nameOfCommand, type Seen } from './properties.ts'
import { aReader, type EntriesFrame, reads } from './reader.ts'
import type { Subject } from './subject.ts'

/** As much as the scope allows. */
const ANY = 99

/**
 * The world of a scope: its beginning, and the effect of each step. A step is a pure function, except for real code,
 * which runs once per history.
 */
export class Stage {
  readonly subject: Subject
  readonly scope: Scope
  readonly tree = new ActorTree()
  readonly policy: Policy
  readonly sessionId: string
  readonly sockets: readonly StoredSocket[]
  private readonly unavailable: Error

  constructor(subject: Subject, scope: Scope, who: Parameters<Subject['sessionId']>[0]) {
    this.subject = subject
    this.scope = scope
    this.policy = { ...subject.defaultPolicy, ...scope.policy }
    this.sessionId = subject.sessionId(who)
    this.sockets = scope.sockets?.(this.sessionId) ?? []
    this.unavailable = new subject.InterludeError('store.unavailable', 'the store cannot be reached')
  }

  /** `store` and `facts`: what is stored, and what the outside knows, from earlier events. */
  initial({ store, facts }: Pick<ExploredWorld, 'store' | 'facts'>): ExploredWorld {
    const { roles, budget } = this.scope
    const readers = new Map(this.sockets.map(({ connectionId, owner }) => [connectionId, aReader(owner.as)]))
    const none = { crashes: 0, lost: 0, refused: 0, outside: 0, pushes: 0, jumps: 0, ills: ANY }
    return {
      now: START,
      store,
      actors: roles.map(() => ({ ...idle, served: this.scope.earlierIsServed ? store.position : 0 })),
      facts: { ...facts, readers },
      budget: { ...none, ...budget },
    }
  }

  /** A store with the bot and without conversations. */
  emptyStore(): MemoryState {
    const config = { ...BotConfig.parse({ mode: 'gate' }), ...this.scope.config, version: 1 }
    const bot = { config, userTokenSecret: 'a', identitySecret: 'b' }
    let { state } = apply(emptyState, 'putBot', ['shop', 0, bot])
    for (const socket of this.sockets) state = apply(state, 'putSocket', [socket]).state
    return state
  }

  choices(world: ExploredWorld): Choice[] {
    return choicesOf(world, this.scope)
  }

  /** Throws `Broken`, or `Missing` if real code must run first. */
  next(world: ExploredWorld, choice: Choice): ExploredWorld {
    switch (choice.kind) {
      case 'begin':
        return this.begin(world, choice.actor, choice.beginning)
      case 'call':
        return this.call(paid(world, choice.cost), choice.actor, choice.pending, choice.how)
      case 'die':
        return this.die(paid(world, 'crashes'), choice.actor)
      case 'jump':
        return this.jump(paid(world, 'jumps'), choice.to)
      default:
        return choice satisfies never
    }
  }

  private begin(world: ExploredWorld, actor: number, beginning: Beginning): ExploredWorld {
    const role = this.scope.roles[actor]
    const name = role?.name ?? ''
    const node = this.tree.root(combine(hashText(name), beginning.key), world.now, async port => {
      const app = appOver(this.subject, { ...port, name }, { policy: this.policy, rememberMs: 0, alone: true })
      const see = async (seen: Seen) => {
        await port.call('see', [seen])
      }
      return await beginning.run({ app, subject: this.subject, name, see })
    })
    const before = world.actors[actor] ?? idle
    const begun: ActorState = { ...before, phase: 'running', node, since: world.now, reads: beginning.upTo ?? 0 }
    return this.settle(withActor(world, actor, begun), actor)
  }

  private call(world: ExploredWorld, actor: number, pending: Pending, how: string): ExploredWorld {
    switch (pending.op) {
      case 'sleep':
        return this.answer(world, actor, pending, { value: undefined })
      case 'post':
        return this.post(world, actor, pending, how)
      case 'push':
        return this.push(world, actor, pending, how)
      case 'publish':
        return this.answer(world, actor, pending, how === 'fails' ? { error: new Error('SNS') } : { value: undefined })
      default:
        return this.store(world, actor, pending, how)
    }
  }

  private store(world: ExploredWorld, actor: number, pending: Pending, how: string): ExploredWorld {
    if (how === 'refused') return this.answer(world, actor, pending, { error: this.unavailable })
    const { state, result } = apply(world.store, pending.op as Op, pending.args)
    judgeStore(this.scope, world.store, state, world.facts)
    const written = state === world.store ? world : { ...wake(world), store: state }
    return this.answer(written, actor, pending, how === 'lost' ? { error: this.unavailable } : { value: result })
  }

  private post(world: ExploredWorld, actor: number, pending: Pending, how: string): ExploredWorld {
    const posted = postedBy(pending)
    if (how === 'times out') {
      return this.answer(world, actor, pending, { value: { status: 'retry', reason: 'no answer in time' } })
    }
    if (posted.url === BOT_URL) {
      const result = botAnswer(how as BotMood, posted)
      const after = result.status === 'ok' ? knowing(world, posted.body) : world
      return this.answer(after, actor, pending, { value: result })
    }
    const gotIt = how === 'takes it' || how === 'loses the answer'
    const met = gotIt ? this.delivered(world, posted, how === 'loses the answer') : world
    return this.answer(met, actor, pending, { value: channelAnswer(how as ChannelMood) })
  }

  private delivered(world: ExploredWorld, { id, body }: Posted, mayDouble: boolean): ExploredWorld {
    const text = body.message?.text
    const seen = { kind: 'delivered', webhookId: id, seq: body.seq ?? 0, ...defined({ text }) } as const
    const { facts } = world
    judgeAt(this.scope, world.store, this.sessionId, seen)
    const doubled = mayDouble || facts.mayDouble
    if (!doubled && facts.delivered.some(({ seq }) => seq === seen.seq)) {
      throw new Broken(`the channel got message ${seen.seq} twice, and nobody died`)
    }
    return { ...world, facts: { ...facts, delivered: [...facts.delivered, seen], mayDouble: doubled } }
  }

  private push(world: ExploredWorld, actor: number, pending: Pending, how: string): ExploredWorld {
    const [connectionId, frame] = pending.args as [string, ServerFrame]
    if (how === 'fails')
      return this.answer(world, actor, pending, { error: new Error('the gateway cannot be reached') })
    if (how === 'finds nobody') return this.answer(world, actor, pending, { value: 'gone' })
    const arrived = how === 'arrives' && frame.type === 'entries' ? this.shown(world, connectionId, frame) : world
    return this.answer(arrived, actor, pending, { value: 'sent' })
  }

  private shown(world: ExploredWorld, connectionId: string, frame: EntriesFrame): ExploredWorld {
    const reader = world.facts.readers.get(connectionId)
    if (!reader) return world
    judgeAt(this.scope, world.store, this.sessionId, { kind: 'shown', as: reader.as, frame })
    const readers = new Map(world.facts.readers).set(connectionId, reads(reader, frame))
    return { ...world, facts: { ...world.facts, readers } }
  }

  private answer(world: ExploredWorld, actor: number, pending: Pending, outcome: Outcome): ExploredWorld {
    const state = world.actors[actor] as ActorState
    const node = this.tree.after(state.node as ActorNode, pending.index, outcome, world.now)
    return this.settle(withActor(world, actor, { ...state, node, awake: false }), actor)
  }

  /** Gives an actor the answers that are no choice: observations, and reads that no other actor can change. */
  private settle(world: ExploredWorld, actor: number): ExploredWorld {
    const state = world.actors[actor] as ActorState
    const { node } = state
    if (!node) return world
    if (node.over) return this.over(world, actor, state, node)
    for (const pending of node.pending) {
      if (!isImmediate(pending, world.store, this.scope)) continue
      if (pending.op === 'see')
        return this.answer(this.saw(world, pending.args[0] as Seen), actor, pending, { value: undefined })
      return this.call(world, actor, pending, pending.op === 'push' ? 'arrives' : 'done')
    }
    for (const pending of node.pending)
      if (pending.op === 'post' && pending.at === world.now) this.asked(world, pending)
    return world
  }

  private over(world: ExploredWorld, actor: number, state: ActorState, { error, value }: ActorNode): ExploredWorld {
    if (error !== undefined && !isExpected(error))
      throw new Broken(`an actor threw: ${(error as Error).stack ?? error}`)
    const failed = Array.isArray(value) && value.length > 0 ? Number(value[0]) - 1 : state.reads
    const { node: _gone, ...rest } = state
    const repeats = this.scope.roles[actor]?.repeats === true
    const next: ActorState = repeats
      ? { ...idle, served: Math.max(state.served, state.reads > 0 ? failed : 0) }
      : { ...rest, phase: 'over', since: 0, awake: false }
    return withActor(world, actor, next)
  }

  private saw(world: ExploredWorld, seen: Seen): ExploredWorld {
    const { facts } = world
    if (seen.kind === 'bot paused') {
      return { ...world, facts: { ...facts, answers: new Map(facts.answers).set(BOT_PAUSED, seen) } }
    }
    judgeAt(this.scope, world.store, this.sessionId, seen)
    const known = seen.kind === 'answered' ? knowing(world, seen.answer) : world
    const name = nameOfCommand(seen)
    if (name === undefined) return known
    const first = facts.answers.get(name)
    if (!first) return { ...known, facts: { ...known.facts, answers: new Map(facts.answers).set(name, seen) } }
    const complaint = judgeAnswersAlike([first, seen])
    if (complaint !== undefined) throw new Broken(complaint)
    return known
  }

  private asked(world: ExploredWorld, pending: Pending): void {
    const { url, id, body } = postedBy(pending)
    if (url !== BOT_URL || body.type !== 'message') return
    if (world.facts.answers.has(BOT_PAUSED))
      throw new Broken('the bot is asked after the pause of all of it was acknowledged')
    judgeAt(this.scope, world.store, this.sessionId, {
      kind: 'asked',
      webhookId: id,
      seq: body.seq ?? 0,
      epoch: body.epoch ?? 0,
    })
  }

  private die(world: ExploredWorld, actor: number): ExploredWorld {
    const state = world.actors[actor] as ActorState
    const { node: _gone, ...rest } = state
    const repeats = this.scope.roles[actor]?.repeats === true
    const next: ActorState = repeats
      ? { ...idle, served: state.served }
      : { ...rest, phase: 'dead', since: 0, awake: false }
    return withActor({ ...world, facts: { ...world.facts, mayDouble: true } }, actor, next)
  }

  private jump(world: ExploredWorld, to: number): ExploredWorld {
    let later: ExploredWorld = wake({ ...world, now: to })
    for (const [actor, { phase, since }] of later.actors.entries()) {
      if (phase !== 'running') continue
      const limit = this.scope.roles[actor]?.limitMs ?? LIMIT_MS
      if (to >= since + limit) later = this.die(later, actor)
    }
    return later
  }
}
