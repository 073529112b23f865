import { performance } from 'node:perf_hooks'
import { maria } from '../../support/people.ts'
import { treeRoot } from '../plant.ts'
import { storyOf } from '../report.ts'
import { explore, type SearchOptions, withoutChance } from '../search.ts'
import { makePlan } from '../simulator/make-plan.ts'
import { loadModules } from '../simulator/modules.ts'
import { run } from '../simulator/run.ts'
import { Stage } from '../stage.ts'
import { loadSubject } from '../subject.ts'
import { scopeOf } from './scopes.ts'

/** The place to search for a fault: a scope of the explorer, or schedules of the simulator. */
export type Ground =
  | { readonly scope: string; readonly maxStates?: number; readonly order?: NonNullable<SearchOptions['order']> }
  | {
      readonly schedules: 'memory' | 'sqlite'
      readonly first?: number
      readonly runs?: number
      readonly size?: 'small' | 'big'
    }

/** The result of a search. `complaint`: the broken promise, if any. */
export interface Hunted {
  readonly ground: string
  readonly complaint?: string
  /** The number of states or schedules that it took. */
  readonly count: number
  readonly unit: 'states' | 'schedules'
  /** The number of states that were run to their end. */
  readonly ends?: number
  readonly ms: number
  /** The shortest trace of the explorer, or the seed for a replay. */
  readonly story?: string
}

const MAX_STATES = 100_000
const MAX_RUNS = 400
const SEED = 'mutations'

/** Searches the code in `root` until a promise is broken or the budget is spent. */
export async function hunt(root: string, ground: Ground): Promise<Hunted> {
  return 'scope' in ground ? await exploreScope(root, ground) : await simulate(root, ground)
}

async function exploreScope(
  root: string,
  { scope, maxStates = MAX_STATES, order = 'breadth' }: Extract<Ground, { scope: string }>,
): Promise<Hunted> {
  const begun = performance.now()
  const stage = new Stage(await loadSubject(root), scopeOf(scope), maria)
  const loaded = performance.now()
  const { states, ends, violation } = await explore(stage, { maxStates, order })
  const found = { ground: scope, count: states, unit: 'states', ends, ms: performance.now() - loaded } as const
  if (!violation) return { ...found, ms: performance.now() - begun }
  const complaint = plain(violation.complaint)
  const story = await withoutChance(() => storyOf(stage, { ...violation, complaint }))
  return { ...found, complaint, story }
}

async function simulate(root: string, ground: Extract<Ground, { schedules: string }>): Promise<Hunted> {
  const { schedules: engine, first = 0, runs = MAX_RUNS, size = 'small' } = ground
  const modules = await loadModules(root)
  const begun = performance.now()
  const found = (count: number) =>
    ({ ground: `schedules over ${engine}`, count, unit: 'schedules', ms: performance.now() - begun }) as const
  for (let index = first; index < runs; index++) {
    const plan = makePlan(`${SEED}-${index}`, size)
    const [complaint] = (await run(plan, modules, engine)).complaints
    if (complaint === undefined) continue
    const looked = found(index + 1)
    // Skip seeds that fail with the unchanged code, too.
    const asItIs = await run(plan, await loadModules(treeRoot), engine)
    if (asItIs.complaints.length > 0) continue
    return { ...looked, complaint: plain(complaint), story: `seed ${plan.seed}` }
  }
  return found(runs)
}

/** The promise without the stack and without ids. */
function plain(complaint: string): string {
  const [first = ''] = complaint.split('\n')
  return first
    .replace(/^an actor threw: (Seen: |Error: )?/, '')
    .replace(/^user\d+: /, '')
    .replace(/epi_[\w-]+_(\d+)/g, 'episode $1')
}
