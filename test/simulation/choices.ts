import { defined } from '../../lib/defined.ts'
import type { EntryRange } from '../../lib/ports/sessions.ts'
import type { Instant } from '../../lib/session/session.ts'
import type { Pending } from './actor-tree.ts'
import type { ActorState, Beginning, Budget, ExploredWorld, Scope } from './explored-world.ts'
import { isWrite, type MemoryState } from './memory-state.ts'
import { BOT_URL, postedBy } from './outside.ts'

/** A step that the world may take. */
export type Choice =
  | { readonly kind: 'begin'; readonly actor: number; readonly beginning: Beginning }
  /** A call gets its outcome. `how`: which of its possible outcomes. */
  | {
      readonly kind: 'call'
      readonly actor: number
      readonly pending: Pending
      readonly how: string
      readonly cost?: keyof Budget
    }
  | { readonly kind: 'die'; readonly actor: number }
  /** Time passes to the next instant at which something may happen. */
  | { readonly kind: 'jump'; readonly to: Instant }

/** Whether the world takes this step by itself: without a failure, and without passing time. */
export function isOrdinary(choice: Choice): boolean {
  return choice.kind === 'begin' || (choice.kind === 'call' && choice.cost === undefined)
}

/** The time after which the platform ends an actor. */
export const LIMIT_MS = 29_000

/** All possible next steps. */
export function choicesOf(world: ExploredWorld, scope: Scope): Choice[] {
  const choices: Choice[] = []
  const { budget } = world
  for (const [actor, state] of world.actors.entries()) {
    if (state.phase === 'idle') {
      const beginnings = scope.roles[actor]?.beginnings(world, state) ?? []
      for (const beginning of beginnings) choices.push({ kind: 'begin', actor, beginning })
    }
    if (state.phase !== 'running') continue
    for (const pending of state.node?.pending ?? []) {
      for (const [how, cost] of waysOf(pending, world, state, scope)) {
        if (cost !== undefined && !mayGoIll(budget, cost)) continue
        choices.push({ kind: 'call', actor, pending, how, ...defined({ cost }) })
      }
    }
    if (mayGoIll(budget, 'crashes')) choices.push({ kind: 'die', actor })
  }
  if (mayGoIll(budget, 'jumps')) {
    const to = nextInstant(world, scope)
    if (to !== undefined && !outlastsCalls(world, scope, to)) choices.push({ kind: 'jump', to })
  }
  return choices
}

function mayGoIll(budget: Budget, how: keyof Budget): boolean {
  return budget[how] > 0 && budget.ills > 0
}

type Way = readonly [how: string, cost?: keyof Budget]

function waysOf(pending: Pending, world: ExploredWorld, state: ActorState, scope: Scope): readonly Way[] {
  switch (pending.op) {
    case 'sleep':
      return isAwake(pending, world, state) ? [['wakes']] : []
    case 'post':
      return postWays(pending, world, scope)
    case 'push':
      return [['arrives'], ['is missed', 'pushes'], ['fails', 'pushes'], ['finds nobody', 'pushes']]
    case 'publish':
      return [['goes out'], ['fails', 'outside']]
    default:
      return isWrite(pending.op)
        ? [['done'], ['lost', 'lost'], ['refused', 'refused']]
        : [['done'], ['refused', 'refused']]
  }
}

function postWays(pending: Pending, world: ExploredWorld, scope: Scope): readonly Way[] {
  const { url, timeoutMs } = postedBy(pending)
  if (world.now >= pending.at + timeoutMs) return [['times out']]
  if (url === BOT_URL) {
    return scope.bot.map(mood => (mood === 'fails' || mood === 'refuses' ? [mood, 'outside'] : [mood]))
  }
  return [['takes it'], ...(scope.channel ?? []).map(mood => [mood, 'outside'] as const)]
}

/** Short polls (a few ms) see something new only after a write. */
function isAwake({ args, at }: Pending, { now }: ExploredWorld, { awake }: ActorState): boolean {
  const ms = args[0] as number
  return awake || now >= at + ms
}

/**
 * Calls whose answer no other actor of the scope can change: they are answered at once, since every order is the same.
 */
export function isImmediate({ op, args }: Pending, store: MemoryState, scope: Scope): boolean {
  switch (op) {
    case 'see':
    case 'attributes':
      return true
    case 'sleep':
      return args[0] === 0
    case 'bot':
      return !scope.configChanges
    case 'agentSockets':
      return !scope.sockets
    case 'push':
      return (args[1] as { type: string }).type !== 'entries'
    case 'entries': {
      const range = args[1] as EntryRange
      const length = store.conversations.get(args[0] as string)?.log.length ?? 0
      return 'before' in range ? range.before <= length + 1 : (range.upTo ?? Number.POSITIVE_INFINITY) <= length
    }
    default:
      return false
  }
}

const OUTSIDE: ReadonlySet<string> = new Set(['sleep', 'post', 'push', 'publish'])

/** Whether a pending call of the store would have to be answered before that time. */
function outlastsCalls({ actors }: ExploredWorld, { storeMs = Number.POSITIVE_INFINITY }: Scope, to: Instant): boolean {
  return actors.some(({ node }) => node?.pending.some(({ op, at }) => !OUTSIDE.has(op) && at + storeMs < to))
}

/** The next instant at which something may happen: a deadline, the end of a lease, a time limit. */
export function nextInstant(world: ExploredWorld, scope: Scope): Instant | undefined {
  let next = Number.POSITIVE_INFINITY
  const at = (instant: Instant | undefined) => {
    if (instant !== undefined && instant > world.now && instant < next) next = instant
  }
  for (const { due, loaded } of world.store.conversations.values()) {
    at(due)
    for (const { turn } of loaded.session.recent) if (turn?.status === 'open') at(turn.until)
  }
  for (const [index, { phase, node, since }] of world.actors.entries()) {
    if (phase !== 'running') continue
    at(since + (scope.roles[index]?.limitMs ?? LIMIT_MS))
    for (const pending of node?.pending ?? []) {
      if (pending.op === 'post') at(pending.at + postedBy(pending).timeoutMs)
      if (pending.op === 'sleep' && (pending.args[0] as number) >= 1_000) at(pending.at + (pending.args[0] as number))
    }
  }
  return next === Number.POSITIVE_INFINITY ? undefined : next
}
