import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { EngineName } from '../local/options.ts'
import { type Filled, fillDynamo, fillSqlite } from './fill.ts'
import type { Folders } from './folders.ts'

/** Filled data folders for measurements. Each is filled once per run. */
export interface Stock {
  /**
   * Lends a data folder with `sessions` conversations. A small one is a fresh copy each time. A large one is lent to
   * the same borrower (`of`) again, since the disk writes of another copy would distort the measurement.
   */
  use<T>(
    engine: EngineName,
    sessions: number,
    of: string,
    measure: (folder: string, filled: Filled) => Promise<T>,
  ): Promise<T>
  say(line: string): void
}

const LARGE = 50_000

interface Filling {
  readonly folder: string
  readonly filled: Filled
}

export function openStock(folders: Folders, say: (line: string) => void): Stock {
  const originals = new Map<string, Promise<Filling>>()
  const lent = new Map<string, Promise<string>>()

  async function fillOne(engine: EngineName, sessions: number): Promise<Filling> {
    const folder = await folders.make(`${engine}-${sessions}`)
    const begun = performance.now()
    let saidAt = begun
    const filled = await fillers[engine](folder, sessions, done => {
      if (performance.now() - saidAt < 5_000) return
      saidAt = performance.now()
      say(`${engine}: ${done.toLocaleString('en')} of ${sessions.toLocaleString('en')} sessions are stored`)
    })
    say(
      `${engine}: ${sessions.toLocaleString('en')} sessions are stored, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
    )
    return { folder, filled }
  }

  async function settled(folder: string): Promise<string> {
    const copy = await folders.copyOf(folder)
    await promisify(execFile)('sync')
    return copy
  }

  return {
    say,
    async use(engine, sessions, of, measure) {
      const name = `${engine} ${sessions}`
      const original = originals.get(name) ?? fillOne(engine, sessions)
      originals.set(name, original)
      const { folder, filled } = await original
      const isLarge = sessions >= LARGE
      const borrower = `${name} ${of}`
      const copy = (isLarge ? lent.get(borrower) : undefined) ?? settled(folder)
      if (isLarge) lent.set(borrower, copy)
      try {
        return await measure(await copy, filled)
      } finally {
        if (!isLarge) await folders.remove(await copy)
      }
    },
  }
}

const fillers = { sqlite: fillSqlite, dynamodb: fillDynamo } as const
