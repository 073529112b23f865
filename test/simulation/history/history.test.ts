import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../e2e/process.ts'
import { checkHistory } from './check.ts'
import { summary, told } from './report.ts'
import { recordRun } from './run.ts'

const SEED = Number(process.env.HISTORY_SEED ?? 20_261_122)

describe.each(ENGINES)('what clients saw over %s, with a kill -9 in the middle of it', engine => {
  it('keeps every promise', { timeout: 60_000 }, async () => {
    const history = await recordRun({ engine, kills: 1, seconds: 4, seed: SEED, users: 4 })

    const figures = summary(history)
    console.info(`${engine}, seed ${SEED}`, figures)
    expect(told(history, checkHistory(history))).toBe('every promise was kept')
    // What was promised was put to the test.
    expect(history.kills).toHaveLength(1)
    for (const figure of ['acknowledged', 'unknown', 'pauses', 'askedTheBot', 'deliveries', 'handbacks'])
      expect([figure, figures[figure]! > 0]).toEqual([figure, true])
  })
})
