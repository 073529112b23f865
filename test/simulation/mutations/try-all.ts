import { Worker } from 'node:worker_threads'
import { openCopies, treeRoot } from '../plant.ts'
import type { Ground, Hunted } from './hunt.ts'
import type { Errand } from './hunter.ts'
import { limits } from './limits.ts'
import type { Mutation } from './mutation.ts'
import { smallScopes } from './scopes.ts'

/** The result of a mutation. */
export interface Trial {
  readonly mutation: Mutation
  readonly hunted: Hunted
}

/** The time limit of a search; a slower one counts as not caught. */
const LIMIT_MS = 150_000

/** Plants each mutation in its own copy and searches its ground (or `grounds`), `workers` at a time. */
export async function tryAll(
  mutations: readonly Mutation[],
  {
    workers = 2,
    grounds,
    heard,
  }: { workers?: number; grounds?: readonly Ground[]; heard?: (trial: Trial) => void } = {},
): Promise<readonly Trial[]> {
  const copies = openCopies()
  const trials: Trial[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < mutations.length; index = next++) {
      const mutation = mutations[index]
      if (!mutation) return
      const also = (mutation.also ?? []).map(edit => ({ ...edit, name: mutation.name }))
      const root = copies.copy(`mutation-${index}`, [...also, mutation])
      for (const ground of grounds ?? [mutation.ground]) {
        const trial = { mutation, hunted: await send({ root, ground }) }
        trials.push(trial)
        heard?.(trial)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: workers }, work))
  } finally {
    copies.remove()
  }
  return trials.sort((a, b) => mutations.indexOf(a.mutation) - mutations.indexOf(b.mutation))
}

/** Searches the unchanged code in every small scope: their promises must hold, or the scopes prove nothing. */
export async function trySound(bounds: Omit<Extract<Ground, { scope: string }>, 'scope'>): Promise<readonly Hunted[]> {
  const found: Hunted[] = []
  for (const { name } of smallScopes) found.push(await send({ root: treeRoot, ground: { scope: name, ...bounds } }))
  return found
}

/** The limits of the promises, as they happen. */
export async function tryLimits(): Promise<readonly Hunted[]> {
  const found: Hunted[] = []
  for (const { name } of limits) found.push(await send({ root: treeRoot, ground: { scope: name } }))
  return found
}

/** Runs in a thread of its own, which can be ended whatever the fault does, and where Node loads the copy. */
export async function send(errand: Errand): Promise<Hunted> {
  const worker = new Worker(new URL('./hunter.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const ground = 'scope' in errand.ground ? errand.ground.scope : `schedules over ${errand.ground.schedules}`
  const unit = 'scope' in errand.ground ? 'states' : 'schedules'
  let limit: NodeJS.Timeout | undefined
  try {
    return await new Promise<Hunted>((resolve, reject) => {
      worker.once('message', ({ hunted, broken }: { hunted?: Hunted; broken?: string }) =>
        hunted ? resolve(hunted) : reject(new Error(`the copy cannot be tried: ${broken}`)),
      )
      worker.once('error', reject)
      limit = setTimeout(() => resolve({ ground, unit, count: 0, ms: LIMIT_MS }), LIMIT_MS)
      worker.postMessage(errand)
    })
  } finally {
    clearTimeout(limit)
    await worker.terminate()
  }
}
