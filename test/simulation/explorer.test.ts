import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exploredFaults } from './faults.ts'
import { openCopies, treeRoot } from './plant.ts'
import { scopes } from './scopes.ts'
import type { Trial, Verdict } from './trial.ts'

/** The states that each scope may visit here; `explore.ts` visits more. */
const QUICK_STATES = 20_000
const FAULT_STATES = 200_000

const copies = openCopies()
let workers: Explorer[]

/** Explores in a worker, where Node itself loads the code, so that a copy with a planted fault really runs. */
class Explorer {
  private readonly worker = new Worker(new URL('./trial.ts', import.meta.url))
  private last: Promise<unknown> = Promise.resolve()

  try(trial: Trial): Promise<Verdict> {
    const verdict = this.last.then(() => this.tried(trial))
    this.last = verdict.catch(() => {})
    return verdict
  }

  private async tried(trial: Trial): Promise<Verdict> {
    this.worker.postMessage(trial)
    const [{ verdict, broken }] = (await once(this.worker, 'message')) as [{ verdict?: Verdict; broken?: string }]
    if (!verdict) throw new Error(broken)
    return verdict
  }

  async end(): Promise<void> {
    await this.worker.terminate()
  }
}

beforeAll(() => {
  workers = [new Explorer(), new Explorer()]
})

afterAll(async () => {
  await Promise.all(workers.map(worker => worker.end()))
  copies.remove()
})

function explorer(index: number): Explorer {
  return workers[index % workers.length]!
}

describe.concurrent('the explorer finds no broken promise in a scope', () => {
  it.each(scopes.map(({ name, about }, index) => ({ name, about, index })))(
    '$name: $about',
    { timeout: 400_000 },
    async ({ name, index }) => {
      const verdict = await explorer(index).try({
        root: treeRoot,
        scope: name,
        maxStates: QUICK_STATES,
        order: 'depth',
      })

      expect(verdict.story, verdict.story).toBeUndefined()
      expect(verdict.states).toBeGreaterThan(verdict.complete ? 1_000 : QUICK_STATES - 1)
    },
  )
})

describe.concurrent('the explorer finds each planted fault', () => {
  it.each(exploredFaults.map((fault, index) => ({ ...fault, index })))(
    '$name',
    { timeout: 400_000 },
    async ({ index, scope, ...fault }) => {
      const root = copies.copy(`fault-${index}`, [fault])
      const verdict = await explorer(index).try({ root, scope, maxStates: FAULT_STATES })

      expect(verdict.complaint).toEqual(expect.any(String))
    },
  )
})
