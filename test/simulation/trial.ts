import { parentPort } from 'node:worker_threads'
import { maria } from '../support/people.ts'
import { storyOf } from './report.ts'
import { scopeNamed } from './scopes.ts'
import { explore, type Findings, type SearchOptions, withoutChance } from './search.ts'
import { Stage } from './stage.ts'
import { loadSubject } from './subject.ts'

/** One scope of the code at `root`, explored where Node itself loads the code. */
export interface Trial extends Pick<SearchOptions, 'maxStates' | 'order'> {
  readonly root: string
  readonly scope: string
}

export interface Verdict extends Omit<Findings, 'violation'> {
  readonly complaint?: string
  readonly story?: string
  readonly steps?: number
}

export async function tried({ root, scope, ...options }: Trial): Promise<Verdict> {
  const stage = new Stage(await loadSubject(root), scopeNamed(scope), maria)
  const { violation, ...findings } = await explore(stage, options)
  if (!violation) return findings
  const { complaint, trace } = violation
  return { ...findings, complaint, steps: trace.length, story: await withoutChance(() => storyOf(stage, violation)) }
}

/** As a worker: explores one trial after the other. */
parentPort?.on('message', (trial: Trial) => {
  tried(trial).then(
    verdict => parentPort?.postMessage({ verdict }),
    error => parentPort?.postMessage({ broken: String(error instanceof Error ? error.stack : error) }),
  )
})
