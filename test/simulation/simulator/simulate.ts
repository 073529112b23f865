import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Tally } from './campaign.ts'
import { makePlan } from './make-plan.ts'
import { loadModules } from './modules.ts'
import type { Size } from './plan.ts'
import { shrink, tell } from './shrink.ts'
import type { StoreName } from './simulated-world.ts'
import type { Job } from './worker.ts'

/**
 * Runs many seeds in worker processes. Prints one line with the results, and a story for each kind of failure: `node
 * test/simulation/simulator/simulate.ts --runs 1000 --seed 1 --engine memory|sqlite --size small|big [--root DIR]`.
 * `--story SEED` prints the run of one seed instead.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'memory' },
    size: { type: 'string', default: 'small' },
    workers: { type: 'string', default: '2' },
    root: { type: 'string', default: fileURLToPath(new URL('../../..', import.meta.url)) },
    story: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
})
const engine = oneOf<StoreName>(values.engine, ['memory', 'sqlite'])
const size = oneOf<Size>(values.size, ['small', 'big'])
const { root, seed } = values
const runs = Number(values.runs)
const workers = Number(values.workers)
const PROGRESS_EVERY_MS = 5_000

if (values.story === undefined) await simulate()
else console.log(await tell(makePlan(values.story, size), await loadModules(root), engine))

async function simulate(): Promise<void> {
  const begun = performance.now()
  const tallies: (Tally | undefined)[] = []
  const sum = (of: 'runs' | 'steps' | 'commits') => tallies.reduce((all, tally) => all + (tally?.[of] ?? 0), 0)
  const line = () => {
    const took = (performance.now() - begun) / 1000
    const failed = tallies.reduce((all, tally) => all + (tally?.failures.length ?? 0), 0)
    const each = (of: 'steps' | 'commits') => Math.round(sum(of) / Math.max(sum('runs'), 1))
    return `${sum('runs')} of ${runs} ${size} schedules over ${engine}, seed ${seed}: ${failed} failed; ${each('steps')} steps and ${each('commits')} commits each; ${took.toFixed(0)} s, ${(sum('runs') / took).toFixed(1)} a second`
  }
  const progress = values.quiet ? undefined : setInterval(() => console.log(line()), PROGRESS_EVERY_MS)
  await Promise.all(
    Array.from({ length: workers }, (_, index) =>
      work({ seed, runs, engine, size, first: index, step: workers, root }, tally => {
        tallies[index] = tally
      }),
    ),
  )
  clearInterval(progress)
  console.log(line())
  const failures = tallies.flatMap(tally => tally?.failures ?? [])
  const kinds = Map.groupBy(failures, ({ kind }) => kind)
  const modules = await loadModules(root)
  for (const [kind, [first, ...others]] of kinds) {
    if (!first) continue
    console.log(
      `\n${others.length + 1} times: ${kind} (${[first, ...others]
        .slice(0, 5)
        .map(each => each.seed)
        .join(' ')})`,
    )
    console.log(await tell(await shrink(makePlan(first.seed, size), kind, modules, engine), modules, engine))
  }
  process.exitCode = failures.length > 0 ? 1 : 0
}

function work(job: Job, heard: (tally: Tally) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(new URL('./worker.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    let done = false
    worker.on('message', (tally: Tally & { done: boolean }) => {
      heard(tally)
      done = tally.done
    })
    worker.on('error', reject)
    worker.on('exit', code => (done ? resolve() : reject(new Error(`a worker ended with ${code}`))))
    worker.send(job)
  })
}

function oneOf<Name extends string>(given: string, names: readonly Name[]): Name {
  const name = names.find(each => each === given)
  if (name === undefined) throw new Error(`${given} is none of ${names.join(', ')}`)
  return name
}
