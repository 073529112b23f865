import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../../local/options.ts'
import { checkHistory } from './check.ts'
import { summary, told } from './report.ts'
import { recordRun } from './run.ts'

const SEED = Number(process.env.HISTORY_SEED ?? 20_261_122)

/** What must have happened for the promises to have been put to the test. */
const FIGURES = ['acknowledged', 'unknown', 'pauses', 'askedTheBot', 'deliveries', 'handbacks']
/** Each may wait until a URL is no longer left alone (30 s). A few seconds on a machine that is busy with other things may go by without one of them. */
const RUNS = 3

describe.each(ENGINES)('what clients saw over %s, with a kill -9 in the middle of it', engine => {
  it('keeps every promise', { timeout: 300_000 }, async () => {
    const missing = new Set(FIGURES)
    for (let run = 0; run < RUNS && missing.size > 0; run++) {
      const history = await recordRun({ engine, kills: 1, seconds: 4, seed: SEED + run, users: 4 })

      const figures = summary(history)
      console.info(`${engine}, seed ${SEED + run}`, figures)
      expect(told(history, checkHistory(history))).toBe('every promise was kept')
      expect(history.kills).toHaveLength(1)
      for (const figure of FIGURES) if (figures[figure]! > 0) missing.delete(figure)
    }
    expect([...missing]).toEqual([])
  })
})
