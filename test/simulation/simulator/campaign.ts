import { makePlan } from './make-plan.ts'
import type { Modules } from './modules.ts'
import type { Size } from './plan.ts'
import { run } from './run.ts'
import { kindOf } from './shrink.ts'
import type { StoreName } from './simulated-world.ts'

/** The seeds to run: `<seed>-<index>` for every `step`-th index. */
export interface Campaign {
  readonly seed: string
  readonly runs: number
  readonly engine: StoreName
  readonly size: Size
  readonly first?: number
  readonly step?: number
}

/** The results so far. */
export interface Tally {
  runs: number
  steps: number
  commits: number
  readonly failures: { readonly seed: string; readonly kind: string; readonly complaint: string }[]
}

/** Runs seed after seed. `heard` gets the tally after each; if it returns false, the campaign ends. */
export async function campaign(
  { seed, runs, engine, size, first = 0, step = 1 }: Campaign,
  modules: Modules,
  heard: (tally: Tally) => boolean = () => true,
): Promise<Tally> {
  const tally: Tally = { runs: 0, steps: 0, commits: 0, failures: [] }
  for (let index = first; index < runs; index += step) {
    const name = `${seed}-${index}`
    const { steps, commits, complaints } = await run(makePlan(name, size), modules, engine)
    tally.runs++
    tally.steps += steps
    tally.commits += commits
    const [complaint] = complaints
    if (complaint !== undefined) tally.failures.push({ seed: name, kind: kindOf(complaint), complaint })
    if (!heard(tally)) break
  }
  return tally
}
