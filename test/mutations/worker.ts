import { pathToFileURL } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { checkSequences, type Domain } from '../properties/sequences.ts'

/** A copy of `lib/session` to test. */
export interface Trial {
  readonly folder: string
  readonly runs: number
  readonly seed: number
}

/** The result of the property test: a complaint if a promise is broken. `broken`: the copy cannot be loaded. */
export interface Verdict extends Pick<Trial, 'folder'> {
  readonly complaint?: string
  readonly broken?: string
}

parentPort?.on('message', (trial: Trial) => {
  judge(trial).then(
    verdict => parentPort?.postMessage(verdict),
    error => parentPort?.postMessage({ folder: trial.folder, broken: String(error) } satisfies Verdict),
  )
})

async function judge({ folder, runs, seed }: Trial): Promise<Verdict> {
  const load = async (file: string) => await import(`${pathToFileURL(`${folder}/${file}`)}`)
  const domain: Domain = { ...(await load('decide.ts')), ...(await load('session.ts')) }
  const complaint = checkSequences(domain, { runs, seed, shrink: false })
  return complaint === undefined ? { folder } : { folder, complaint }
}
