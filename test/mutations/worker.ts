import { pathToFileURL } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { checkSequences, type Domain } from '../properties/sequences.ts'

/** A copy of `lib/session` to be tried. */
export interface Trial {
  readonly folder: string
  readonly runs: number
  readonly seed: number
}

/** What the property test said of it: what went wrong, if anything did. `broken`: it cannot even be loaded. */
export interface Verdict {
  readonly complaint?: string
  readonly broken?: string
}

parentPort?.on('message', (trial: Trial) => {
  judge(trial).then(
    verdict => parentPort?.postMessage(verdict),
    error => parentPort?.postMessage({ broken: String(error) } satisfies Verdict),
  )
})

async function judge({ folder, runs, seed }: Trial): Promise<Verdict> {
  const load = async (file: string) => await import(`${pathToFileURL(`${folder}/${file}`)}`)
  const domain: Domain = { ...(await load('decide.ts')), ...(await load('session.ts')) }
  const complaint = checkSequences(domain, { runs, seed, shrink: false })
  return complaint === undefined ? {} : { complaint }
}
