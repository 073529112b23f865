import { Worker } from 'node:worker_threads'
import { openCopies, treeRoot } from '../plant.ts'
import type { Ground, Hunted } from './hunt.ts'
import type { Errand } from './hunter.ts'
import { limits } from './limits.ts'
import type { Mutation } from './mutation.ts'
import { smallScopes } from './scopes.ts'

/** What became of a mutation. */
export interface Trial {
  readonly mutation: Mutation
  readonly hunted: Hunted
}

/** Nothing is looked for longer; what takes longer counts as not caught. */
const LIMIT_MS = 150_000

/** Plants each mutation in a copy of its own and looks for it on its grounds (or on `grounds`), as many at a time as there are `workers`. */
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

/** Looks at the code as it is in every small scope: what these scopes promise must hold, or they prove nothing. */
export async function trySound(bounds: Omit<Extract<Ground, { scope: string }>, 'scope'>): Promise<readonly Hunted[]> {
  const found: Hunted[] = []
  for (const { name } of smallScopes) found.push(await send({ root: treeRoot, ground: { scope: name, ...bounds } }))
  return found
}

/** What cannot be promised, as it happens. */
export async function tryLimits(): Promise<readonly Hunted[]> {
  const found: Hunted[] = []
  for (const { name } of limits) found.push(await send({ root: treeRoot, ground: { scope: name } }))
  return found
}

/** In a thread of its own: it can be ended whatever the fault makes of the code, and Node loads the copy. */
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
