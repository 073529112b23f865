import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Raced, Races } from './all-conversations.ts'
import { openCopies, type PlantedFault, treeRoot } from './plant.ts'

const SEEDS = 200
const copies = openCopies()
let worker: Worker

beforeAll(() => {
  worker = new Worker(new URL('./all-conversations.ts', import.meta.url))
})
afterAll(async () => {
  await worker.terminate()
  copies.remove()
})

async function race(races: Races): Promise<Raced> {
  worker.postMessage(races)
  const [{ raced, broken }] = (await once(worker, 'message')) as [{ raced?: Raced; broken?: string }]
  if (!raced) throw new Error(broken)
  return raced
}

const inFile = (file: string, name: string, find: string, replace: string): PlantedFault => ({
  name,
  file,
  find,
  replace,
})
const FILE = 'lib/bots/all-conversations.ts'
const faults: readonly PlantedFault[] = [
  inFile(FILE, 'a pause of all threads misses one', '...threads.map(', '...threads.slice(1).map('),
  inFile(FILE, 'a pause misses the conversation without a thread', 'session.revision > 0 ? [user]', 'false ? [user]'),
  inFile(
    FILE,
    'a pause is answered before its commit',
    'await inParallel(targets, AT_ONCE, work)',
    '(void inParallel(targets, AT_ONCE, work), [] as { error: unknown }[])',
  ),
  inFile(
    'functions/pause/hitl.ts',
    'a pause without a thread means one conversation',
    "asked.threadId !== undefined || caller.as === 'user'",
    'true',
  ),
]

describe('a pause of all conversations of a user', () => {
  it(`lets no reply through in any of them after its answer, in ${SEEDS} orders of steps`, async () => {
    const { complaint, withheld, accepted } = await race({ root: treeRoot, seeds: SEEDS })

    expect(complaint).toBeUndefined()
    expect(withheld).toBeGreaterThan(SEEDS / 4)
    expect(accepted).toBeGreaterThan(SEEDS / 4)
  }, 120_000)

  it.each(faults.map((fault, index) => ({ ...fault, index })))(
    'is reported as broken with the planted fault: $name',
    async ({ index, ...fault }) => {
      const root = copies.copy(`all-conversations-${index}`, [fault])

      expect((await race({ root, seeds: SEEDS })).complaint).toEqual(expect.any(String))
    },
    120_000,
  )
})
