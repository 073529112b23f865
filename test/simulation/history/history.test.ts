import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../../local/options.ts'
import { checkHistory } from './check.ts'
import { summary, told } from './report.ts'
import { recordRun } from './run.ts'

const SEED = Number(process.env.HISTORY_SEED ?? 20_261_122)

/** Events that must occur, else the promises are not tested. */
const FIGURES = ['acknowledged', 'unknown', 'pauses', 'askedTheBot', 'deliveries', 'handbacks']
/**
 * The number of runs. On a busy machine, a run of a few seconds may lack one of the events. A run may wait 30 s for a
 * skipped URL.
 */
const RUNS = 3

describe.each(ENGINES)('the observations of clients over %s, with a kill -9', engine => {
  it('keep every promise', { timeout: 300_000 }, async () => {
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
