import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../../local/options.ts'
import { told } from '../history/report.ts'
import { badFigures } from './judge.ts'
import { overload } from './overload.ts'

describe.each(ENGINES)('ten times what the machine takes, over %s', engine => {
  it('keeps what it acknowledges, refuses the rest at once, pauses in time, and recovers', {
    timeout: 180_000,
  }, async () => {
    const { figures, violations, history } = await overload({ engine, seconds: 2 })

    console.info(engine, figures)
    expect(told(history, violations)).toBe('every promise was kept')
    expect(badFigures(figures)).toEqual([])
  })
})
