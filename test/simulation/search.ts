import { START } from '../support/clock.ts'
import { Missing } from './actor-tree.ts'
import { Broken } from './broken.ts'
import { type Choice, isOrdinary } from './choices.ts'
import { Drain, Ending } from './drain.ts'
import { type ExploredWorld, hashWorld, noFacts } from './explored-world.ts'
import type { Hash } from './hash.ts'
import type { Complaint } from './properties.ts'
import type { Stage } from './stage.ts'

export interface SearchOptions {
  /** The maximum number of different states. */
  readonly maxStates: number
  /** `breadth` finds the shortest story; `depth` takes less memory and reaches ends sooner. */
  readonly order?: 'breadth' | 'depth'
  /** The maximum number of failures and time jumps in one history; small numbers are soon exhausted. */
  readonly ills?: number
  readonly onProgress?: (states: number, seconds: number) => void
}

export interface Violation {
  readonly complaint: string
  /** From the beginning of the scope. The complaint is about the last step, or about what follows from it by itself. */
  readonly trace: readonly Choice[]
}

export interface Findings {
  readonly scope: string
  readonly states: number
  readonly transitions: number
  /** The length of the longest history. */
  readonly depth: number
  /** States in which nothing more happens by itself; each was run to its end. */
  readonly ends: number
  /** Whether every state of the scope was visited. */
  readonly complete: boolean
  readonly seconds: number
  /** The number of different histories of the actors. */
  readonly histories: number
  readonly violation?: Violation
}

const PROGRESS_EVERY = 50_000

/** The initial world of a stage's scope. */
export async function beginningOf(stage: Stage, ills?: number): Promise<ExploredWorld> {
  const ending = new Ending(stage, { store: stage.emptyStore(), now: START, facts: noFacts })
  await stage.scope.earlier?.(ending.kit)
  const world = stage.initial({ store: ending.state, facts: ending.facts })
  return ills === undefined ? world : { ...world, budget: { ...world.budget, ills } }
}

/** Visits every state that the scope's actors can reach in any order of steps. Ends at the first broken promise. */
export async function explore(stage: Stage, options: SearchOptions): Promise<Findings> {
  return await withoutChance(() => search(stage, options))
}

/** Makes random waits zero: the explorer chooses the order, and the same history must make the same calls. */
export async function withoutChance<T>(work: () => Promise<T>): Promise<T> {
  const { random } = Math
  Math.random = () => 0
  try {
    return await work()
  } finally {
    Math.random = random
  }
}

async function search(stage: Stage, options: SearchOptions): Promise<Findings> {
  const { maxStates, order = 'breadth', ills, onProgress } = options
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  const beginning = await beginningOf(stage, ills).catch(error => {
    if (error instanceof Broken) return error
    throw error
  })
  if (beginning instanceof Broken) return brokenAtOnce(stage, beginning, seconds())
  const drain = new Drain(stage)
  const visited = new Set<Hash>([hashWorld(beginning)])
  const parents: number[] = [-1]
  const ordinals: number[] = [0]
  let frontier: { world: ExploredWorld; index: number; depth: number }[] = [{ world: beginning, index: 0, depth: 0 }]
  let head = 0
  let transitions = 0
  let deepest = 0
  let ends = 0
  let violation: Violation | undefined
  let cut = false

  const fails = async (complaint: string, index: number, last?: number) => {
    const path = last === undefined ? [] : [last]
    for (let at = index; at > 0; at = parents[at] as number) path.unshift(ordinals[at] as number)
    violation = { complaint, trace: await choicesAlong(stage, beginning, path) }
  }

  while (violation === undefined && head < frontier.length) {
    const node = order === 'breadth' ? frontier[head++] : frontier.pop()
    if (!node) break
    if (head > 100_000) {
      frontier = frontier.slice(head)
      head = 0
    }
    const { world, index, depth } = node
    if (depth > deepest) deepest = depth
    const choices = stage.choices(world)
    if (!choices.some(isOrdinary)) {
      ends++
      const complaint: Complaint = await drain.judge(world)
      if (complaint !== undefined) {
        await fails(complaint, index)
        break
      }
    }
    for (let ordinal = 0; ordinal < choices.length; ordinal++) {
      let next: ExploredWorld | undefined
      try {
        next = await stepped(stage, world, choices[ordinal] as Choice)
      } catch (error) {
        if (!(error instanceof Broken)) throw error
        await fails(error.message, index, ordinal)
        break
      }
      transitions++
      const hash = hashWorld(next)
      if (visited.has(hash)) continue
      if (visited.size >= maxStates) {
        cut = true
        continue
      }
      visited.add(hash)
      parents.push(index)
      ordinals.push(ordinal)
      frontier.push({ world: next, index: parents.length - 1, depth: depth + 1 })
      if (visited.size % PROGRESS_EVERY === 0) onProgress?.(visited.size, seconds())
    }
    if (cut) break
  }
  return {
    scope: stage.scope.name,
    states: visited.size,
    transitions,
    depth: deepest,
    ends,
    complete: !cut && violation === undefined,
    seconds: seconds(),
    histories: stage.tree.size,
    ...(violation && { violation }),
  }
}

function brokenAtOnce(stage: Stage, { message }: Broken, seconds: number): Findings {
  const none = { states: 0, transitions: 0, depth: 0, ends: 0, complete: false, histories: 0 }
  return {
    scope: stage.scope.name,
    ...none,
    seconds,
    violation: { complaint: `before anything else: ${message}`, trace: [] },
  }
}

/** One step. If the actor's history is new, its real code runs first. */
export function stepped(stage: Stage, world: ExploredWorld, choice: Choice): ExploredWorld | Promise<ExploredWorld> {
  try {
    return stage.next(world, choice)
  } catch (error) {
    if (error instanceof Missing) return grown(stage, world, choice, error)
    throw error
  }
}

async function grown(stage: Stage, world: ExploredWorld, choice: Choice, missing: Missing): Promise<ExploredWorld> {
  await missing.grow()
  return await stepped(stage, world, choice)
}

async function choicesAlong(stage: Stage, beginning: ExploredWorld, path: readonly number[]): Promise<Choice[]> {
  let world = beginning
  const choices: Choice[] = []
  for (const [step, ordinal] of path.entries()) {
    const choice = stage.choices(world)[ordinal] as Choice
    choices.push(choice)
    // The last step may break the promise.
    if (step < path.length - 1) world = await stepped(stage, world, choice)
  }
  return choices
}
