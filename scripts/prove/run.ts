import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { PartName, Result, Task } from './parts.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CORES = 2
const PROGRESS_EVERY_MS = 15_000

/** A completed task. */
export interface Done extends Result {
  readonly part: PartName
  readonly what: string
  readonly seconds: number
  /** Its whole output, if it failed. */
  readonly output?: string
}

/** Runs tasks in order, as many at once as two cores allow. `signal` ends the running ones. */
export async function runAll(
  tasks: readonly Task[],
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<Done[]> {
  const done: Done[] = []
  const underWay = new Set<Promise<void>>()
  let free = CORES
  for (const task of tasks) {
    while (free < task.cores) await Promise.race(underWay)
    if (signal.aborted) break
    free -= task.cores
    const work = run(task, progress, signal).then(result => {
      free += task.cores
      underWay.delete(work)
      done.push(result)
      const left = tasks.length - done.length
      const verdict = result.bad > 0 ? `FAILED: ${result.bad}` : 'passed'
      progress(
        `${nameOf(task)}: ${result.count} ${result.unit}, ${verdict}, ${result.seconds.toFixed(0)} s; ${left} tasks left`,
      )
    })
    underWay.add(work)
  }
  await Promise.all(underWay)
  return done
}

async function run(task: Task, progress: (line: string) => void, signal: AbortSignal): Promise<Done> {
  const begun = performance.now()
  const lines: string[] = []
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...task.args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const timer = setInterval(() => {
    const line = lines.findLast(each => each.trim() !== '')
    if (line !== undefined) progress(`${nameOf(task)}: ${line.trim().slice(0, 150)}`)
  }, PROGRESS_EVERY_MS)
  // Tasks end the processes that they have started.
  const end = () => child.kill('SIGTERM')
  signal.addEventListener('abort', end)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', line => lines.push(line))
  const code = await exitOf(child)
  clearInterval(timer)
  signal.removeEventListener('abort', end)
  const read = task.read(lines)
  const failed = code !== 0 || read === undefined
  return {
    part: task.part,
    what: task.what,
    seconds: (performance.now() - begun) / 1000,
    ...(read ?? { count: 0, unit: 'results' }),
    // A failed task or unreadable output counts as a broken promise.
    bad: Math.max(read?.bad ?? 0, failed ? 1 : 0),
    ...(failed && { output: lines.join('\n') }),
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
}

function nameOf({ part, what }: Task): string {
  return `${part}, ${what}`
}
