import type { Instant } from '../../lib/session/session.ts'
import { combine, type Hash, hashText, hashValue } from './hash.ts'

/** A call that an actor waits for. */
export interface Pending {
  /** Its index among the actor's calls. */
  readonly index: number
  readonly op: string
  readonly args: readonly unknown[]
  /** The time of the call. */
  readonly at: Instant
}

/** The result of a call. */
export type Outcome = { readonly value: unknown } | { readonly error: Error }

/** The code of an actor. It sees only the results of its calls, and the time. */
export type Program = (port: {
  call(op: string, args: readonly unknown[]): Promise<unknown>
  now(): Instant
}) => Promise<unknown>

/**
 * An actor after a history of results. That history alone determines its next step, so real code runs once for each
 * history, however many worlds contain it. Closures cannot be copied, but histories can.
 */
export interface ActorNode {
  readonly id: number
  readonly pending: readonly Pending[]
  readonly over: boolean
  /** Its error, if it ended with one. */
  readonly error?: unknown
  readonly value?: unknown
  readonly edges: Map<Hash, ActorNode>
  readonly parent?: {
    readonly node: ActorNode
    readonly index: number
    readonly outcome: Outcome
    readonly now: Instant
  }
  readonly program: Program
  readonly startedAt: Instant
  live?: Live | undefined
}

/** Thrown for a new history: grow it, then repeat the step. */
export class Missing extends Error {
  readonly grow: () => Promise<void>
  constructor(grow: () => Promise<void>) {
    super('a history that is new')
    this.grow = grow
  }
}

/** The number of running instances that are kept for reuse; others run again from their start. */
const MAX_LIVE = 4_000

export class ActorTree {
  private readonly roots = new Map<Hash, ActorNode>()
  private nodes = 0
  private readonly withLive: ActorNode[] = []
  /** How often real code ran from its start. */
  runs = 0

  get size(): number {
    return this.nodes
  }

  /** An actor that begins now. `key` identifies it and its arguments. Throws `Missing`. */
  root(key: Hash, now: Instant, program: Program): ActorNode {
    const name = combine(key, now)
    const known = this.roots.get(name)
    if (known) return known
    throw new Missing(async () => {
      const live = new Live(program, now)
      this.runs++
      await settled()
      this.roots.set(name, this.nodeOf(live, program, now))
    })
  }

  /** The actor after the outcome of one of its calls. Throws `Missing`. */
  after(node: ActorNode, index: number, outcome: Outcome, now: Instant): ActorNode {
    const key = combine(combine(index, now), hashOutcome(outcome))
    const known = node.edges.get(key)
    if (known) return known
    throw new Missing(async () => {
      const live = await this.liveAt(node)
      live.answer(index, outcome, now)
      await settled()
      node.edges.set(key, this.nodeOf(live, node.program, node.startedAt, { node, index, outcome, now }))
    })
  }

  private nodeOf(live: Live, program: Program, startedAt: Instant, parent?: ActorNode['parent']): ActorNode {
    const { over } = live
    const node: ActorNode = {
      id: this.nodes++,
      pending: over ? [] : [...live.waiting.values()].map(({ pending }) => pending),
      over: over !== undefined,
      ...(over && 'error' in over ? { error: over.error } : { value: over?.value }),
      edges: new Map(),
      ...(parent && { parent }),
      program,
      startedAt,
      live: over ? undefined : live,
    }
    if (node.live) this.withLive.push(node)
    if (this.withLive.length > 2 * MAX_LIVE) for (const old of this.withLive.splice(0, MAX_LIVE)) old.live = undefined
    return node
  }

  private async liveAt(node: ActorNode): Promise<Live> {
    const { live } = node
    if (live) {
      node.live = undefined
      return live
    }
    const path: NonNullable<ActorNode['parent']>[] = []
    for (let at = node; at.parent; at = at.parent.node) path.push(at.parent)
    const again = new Live(node.program, node.startedAt)
    this.runs++
    await settled()
    for (const { index, outcome, now } of path.reverse()) {
      again.answer(index, outcome, now)
      await settled()
    }
    return again
  }
}

/** A running instance of an actor. */
class Live {
  readonly waiting = new Map<number, { pending: Pending; resolve(value: unknown): void; reject(error: Error): void }>()
  over: { readonly value: unknown } | { readonly error: unknown } | undefined
  private calls = 0
  private now: Instant

  constructor(program: Program, now: Instant) {
    this.now = now
    const port = {
      now: () => this.now,
      call: (op: string, args: readonly unknown[]) =>
        new Promise<unknown>((resolve, reject) => {
          const index = this.calls++
          this.waiting.set(index, { pending: { index, op, args, at: this.now }, resolve, reject })
        }),
    }
    program(port).then(
      value => {
        this.over = { value }
      },
      error => {
        this.over = { error }
      },
    )
  }

  answer(index: number, outcome: Outcome, now: Instant): void {
    const call = this.waiting.get(index)
    if (!call) throw new Error('this call is not waited for: an actor does not behave the same way twice')
    this.waiting.delete(index)
    this.now = now
    if ('error' in outcome) call.reject(outcome.error)
    else call.resolve(outcome.value)
  }
}

/** Resolves when every actor is blocked or has ended: all microtasks have run. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

function hashOutcome(outcome: Outcome): Hash {
  if ('error' in outcome) return hashText(outcome.error.message, 7)
  return hashResult(outcome.value)
}

function hashResult(value: unknown): Hash {
  if (value === undefined) return 1
  if (value === null || typeof value !== 'object') return hashText(JSON.stringify(value))
  if (Array.isArray(value)) return value.reduce((before: Hash, item) => combine(before, hashResult(item)), value.length)
  if (value instanceof Map) return hashText(JSON.stringify([...value]))
  return hashValue(value)
}
