import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../../local/options.ts'
import { told } from '../history/report.ts'
import { badFigures } from './judge.ts'
import { overload } from './overload.ts'

describe.each(ENGINES)('a machine with ten times its capacity of messages, over %s', engine => {
  it('keeps what it acknowledges, refuses the rest quickly, pauses in time, and recovers', {
    timeout: 180_000,
  }, async () => {
    const { figures, violations, history } = await overload({ engine, seconds: 2 })

    console.info(engine, figures)
    expect(told(history, violations)).toBe('every promise was kept')
    expect(badFigures(figures)).toEqual([])
  })
})
