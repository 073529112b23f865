import type { ErrorCode } from '../../lib/protocol/problem.ts'
import type { ActorState, Budget, ExploredWorld } from './explored-world.ts'
import { type News, newestEpisodeIn } from './outside.ts'

/** Records the handbacks that the bot received with a call or the gate's answer. */
export function knowing<W extends Pick<ExploredWorld, 'facts'>>(world: W, news: News): W {
  const newest = newestEpisodeIn(news)
  return newest > world.facts.botKnows ? { ...world, facts: { ...world.facts, botKnows: newest } } : world
}

export function withActor(world: ExploredWorld, actor: number, state: ActorState): ExploredWorld {
  const actors = world.actors.slice()
  actors[actor] = state
  return { ...world, actors }
}

/** Something was written, or time passed: wakes actors that poll. */
export function wake(world: ExploredWorld): ExploredWorld {
  const actors = world.actors.map(state =>
    state.phase === 'running' && !state.awake && sleeps(state) ? { ...state, awake: true } : state,
  )
  return { ...world, actors }
}

function sleeps({ node }: ActorState): boolean {
  return node?.pending.some(({ op, args }) => op === 'sleep' && (args[0] as number) < 1_000) === true
}

export function paid(world: ExploredWorld, cost: keyof Budget | undefined): ExploredWorld {
  if (cost === undefined) return world
  const { budget } = world
  return { ...world, budget: { ...budget, [cost]: budget[cost] - 1, ills: budget.ills - 1 } }
}

const EXPECTED: ReadonlySet<string> = new Set<ErrorCode>([
  'store.unavailable',
  'session.busy',
  'turn.in_progress',
  'reply.withheld',
  'session.not_found',
  'handoff.already_claimed',
  'handoff.not_yours',
  'handoff.not_open',
  'handoff.open',
  'review.closed',
  'review.waiting',
  'reply.under_review',
])

/** Whether an error is one that callers may get. Any other is a fault of the code. */
export function isExpected(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return EXPECTED.has(code)
}
