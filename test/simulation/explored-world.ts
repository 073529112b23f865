import type { App } from '../../lib/app.ts'
import type { FeedItem } from '../../lib/ports/feed.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Instant } from '../../lib/session/session.ts'
import type { ActorNode } from './actor-tree.ts'
import { combine, combineUnordered, type Hash, hashText, hashValue } from './hash.ts'
import { hashState } from './memory-hash.ts'
import type { MemoryState } from './memory-state.ts'
import type { Seen } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Subject } from './subject.ts'

/** The tools of an actor: the real application over its own calls, and `see` for its observations. */
export interface Kit {
  readonly app: App
  readonly subject: Subject
  /** The prefix of this actor's ids. */
  readonly name: string
  see(seen: Seen): Promise<void>
}

/** A first step that a role may take now. `key` distinguishes it from other first steps. */
export interface Beginning {
  readonly key: Hash
  readonly label: string
  /** The feed position up to which a dispatcher reads. Other roles have none. */
  readonly upTo?: number
  run(kit: Kit): Promise<unknown>
}

/** An actor with real steps: a request, a dispatcher, the clock. */
export interface Role {
  readonly name: string
  /** Whether it begins again after its end. */
  readonly repeats?: boolean
  /** The time after which the platform ends it. */
  readonly limitMs?: number
  beginnings(world: ExploredWorld, self: ActorState): readonly Beginning[]
}

export interface ActorState {
  readonly phase: 'idle' | 'running' | 'over' | 'dead'
  readonly node?: ActorNode
  readonly since: Instant
  /** Whether something was written, or time passed, since it went to sleep. */
  readonly awake: boolean
  /** The feed positions up to which a dispatcher has served, and reads now. */
  readonly served: number
  readonly reads: number
}

/** The limits of failures and time jumps. */
export interface Budget {
  /** Actors that die at any step. */
  readonly crashes: number
  /** Writes that are carried out although the caller gets an error. */
  readonly lost: number
  /** Calls that the store refuses. */
  readonly refused: number
  /** Calls to the bot, the channel and SNS that fail. */
  readonly outside: number
  /** Pushes that get lost, fail, or report a living socket as gone. */
  readonly pushes: number
  /** How often time jumps to the next instant at which something may happen. */
  readonly jumps: number
  /** The sum of all these in one history, beside the limit of each. */
  readonly ills: number
}

export type BotMood = 'answers' | 'acknowledges' | 'says nothing' | 'hands over' | 'fails' | 'refuses'
export type ChannelMood = 'fails' | 'refuses' | 'loses the answer' | 'is left alone'

/** A small world with a name, all of whose histories are explored. */
export interface Scope {
  readonly name: string
  readonly about: string
  readonly config: Partial<BotConfig>
  readonly policy?: Partial<Policy>
  /** Earlier events, in order. */
  earlier?(kit: Kit): Promise<void>
  /** Whether dispatchers have served the earlier events. */
  readonly earlierIsServed?: boolean
  sockets?(session: string): readonly StoredSocket[]
  readonly roles: readonly Role[]
  /** How the bot may react to a call; the first reaction is free, each ill one costs an `outside`. */
  readonly bot: readonly BotMood[]
  readonly channel?: readonly ChannelMood[]
  readonly budget: Partial<Budget>
  /** Whether configurations change in this scope: then every read of one is a step. */
  readonly configChanges?: boolean
  /** The maximum time of a store call, in ms; without it, a call may take any time. */
  readonly storeMs?: number
}

/** A scope as it is written: by default the bot answers, and nothing goes wrong. */
type ScopeSpec = Omit<Scope, 'bot' | 'budget'> & Partial<Pick<Scope, 'bot' | 'budget'>>

/** Completes scopes with `shared` settings and with the defaults. */
export function scopesWith(shared: Partial<Scope>, specs: readonly ScopeSpec[]): readonly Scope[] {
  return specs.map(spec => ({ bot: ['answers'], budget: {}, ...shared, ...spec }))
}

/** The knowledge of the outside. */
export interface Facts {
  /** The messages that the channel got, in order. */
  readonly delivered: readonly Extract<Seen, { kind: 'delivered' }>[]
  /** The first answer to each message. */
  readonly answers: ReadonlyMap<string, Seen>
  readonly readers: ReadonlyMap<string, Reader>
  /** Whether the channel may have got a message twice. */
  readonly mayDouble: boolean
  /** The newest episode that the bot has acknowledged. */
  readonly botKnows: number
}

export interface ExploredWorld {
  readonly now: Instant
  readonly store: MemoryState
  readonly actors: readonly ActorState[]
  readonly facts: Facts
  readonly budget: Budget
}

export const idle: ActorState = { phase: 'idle', since: 0, awake: false, served: 0, reads: 0 }
export const noFacts: Facts = { delivered: [], answers: new Map(), readers: new Map(), mayDouble: false, botKnows: 0 }

/**
 * Two worlds with the same hash continue alike: stored data, time, each actor's history of results, and the knowledge
 * of the outside.
 */
export function hashWorld({ now, store, actors, facts, budget }: ExploredWorld): Hash {
  let hash = combine(hashState(store), now)
  for (const { phase, node, since, awake, served, reads } of actors) {
    const place = node ? node.id * 2 + (awake ? 1 : 0) : 0
    hash = combine(combine(hash, place), hashText(`${phase[1]}${since}/${served}/${reads}`))
  }
  hash = combine(hash, hashFacts(facts))
  const { crashes, lost, refused, outside, pushes, jumps, ills } = budget
  return combine(hash, hashText(`${crashes},${lost},${refused},${outside},${pushes},${jumps},${ills}`))
}

const factsHashes = new WeakMap<Facts, Hash>()

function hashFacts(facts: Facts): Hash {
  const known = factsHashes.get(facts)
  if (known !== undefined) return known
  const { delivered, answers, readers, mayDouble, botKnows } = facts
  let hash = botKnows * 2 + (mayDouble ? 1 : 0)
  for (const { seq } of delivered) hash = combine(hash, seq)
  hash = combine(hash, combineUnordered([...answers.values()].map(hashValue)))
  for (const [name, { cursor, shown, isPaused }] of readers) {
    hash = combine(hash, hashText(`${name} ${cursor} ${isPaused} ${[...shown.keys()]}`))
  }
  factsHashes.set(facts, hash)
  return hash
}

/** The feed after a position. */
export function feedAfter({ store }: ExploredWorld, position: number): readonly FeedItem[] {
  return store.feed.slice(position)
}
