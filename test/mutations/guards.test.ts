import { on } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RUNS, SEED } from '../properties/stories.ts'
import { type Fault, faults } from './guards.ts'
import type { Trial, Verdict } from './worker.ts'

/** Enough for a copy without a fault: `decide.test.ts` tells all stories of the domain itself. */
const RUNS_OF_A_SOUND_COPY = 200

const root = fileURLToPath(new URL('../..', import.meta.url))
let copies: string
let worker: Worker

beforeAll(() => {
  copies = mkdtempSync(join(tmpdir(), 'interlude-faults-'))
  writeFileSync(join(copies, 'package.json'), '{"type":"module"}')
  symlinkSync(join(root, 'node_modules'), join(copies, 'node_modules'))
  worker = new Worker(new URL('./worker.ts', import.meta.url))
})

afterAll(async () => {
  await worker.terminate()
  rmSync(copies, { recursive: true, force: true })
})

/** Copies the domain into a folder of its own: no fault is ever planted in the tree. */
function copyOfTheDomain(name: string): string {
  for (const part of ['session', 'protocol', 'defined.ts']) {
    cpSync(join(root, 'lib', part), join(copies, name, part), {
      recursive: true,
      filter: path => !path.endsWith('.test.ts'),
    })
  }
  return join(copies, name, 'session')
}

function plant({ file, find, replace }: Fault, folder: string): void {
  const path = join(folder, file)
  const [before, after, ...more] = readFileSync(path, 'utf8').split(find)
  if (before === undefined || after === undefined || more.length > 0) {
    const often = after === undefined ? 'no longer' : 'more than once'
    throw new Error(`lib/session/${file} has the text of this fault ${often}; guards.ts must follow the code:\n${find}`)
  }
  writeFileSync(path, before + replace + after)
}

async function complaintOf(folder: string, runs: number = RUNS): Promise<string | undefined> {
  const verdicts = on(worker, 'message')
  worker.postMessage({ folder, runs, seed: SEED } satisfies Trial)
  for await (const [verdict] of verdicts as AsyncIterable<[Verdict]>) {
    // A trial that ran out of time may still send its verdict.
    if (verdict.folder !== folder) continue
    if (verdict.broken !== undefined) throw new Error(`the copy cannot be tried: ${verdict.broken}`)
    return verdict.complaint
  }
  throw new Error('the worker sends nothing more')
}

it('a copy of the unchanged domain keeps every promise', async () => {
  expect(await complaintOf(copyOfTheDomain('sound'), RUNS_OF_A_SOUND_COPY)).toBeUndefined()
})

describe('the property test notices a fault in each guard of decide', () => {
  it.each(faults.map((fault, index) => ({ ...fault, index })))(
    '$file: $name',
    { timeout: 300_000 },
    async ({ index, ...fault }) => {
      const folder = copyOfTheDomain(`fault-${index}`)
      plant(fault, folder)

      expect(await complaintOf(folder)).toEqual(expect.any(String))
    },
  )
})
