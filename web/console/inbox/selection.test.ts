import { describe, expect, it } from 'vitest'
import { NOTHING_SELECTED, ranged, toggled, without } from './selection.ts'

const rows = ['a', 'b', 'c', 'd', 'e']
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort()

describe('the selection of rows', () => {
  it('takes a row in and out', () => {
    const one = toggled(NOTHING_SELECTED, 'b')
    expect(idsOf(one)).toEqual(['b'])
    expect(idsOf(toggled(one, 'b'))).toEqual([])
  })

  it('takes the rows between two, in both directions, and keeps others', () => {
    expect(idsOf(ranged(toggled(NOTHING_SELECTED, 'b'), rows, 'd'))).toEqual(['b', 'c', 'd'])
    const back = ranged(toggled(toggled(NOTHING_SELECTED, 'a'), 'e'), rows, 'd')
    expect(idsOf(back)).toEqual(['a', 'd', 'e'])
  })

  it('takes one row if no other was chosen before, or that one is gone', () => {
    expect(idsOf(ranged(NOTHING_SELECTED, rows, 'c'))).toEqual(['c'])
    expect(idsOf(ranged(toggled(NOTHING_SELECTED, 'gone'), rows, 'c'))).toEqual(['c', 'gone'])
  })

  it('loses the rows that an action is done with', () => {
    expect(idsOf(without(ranged(toggled(NOTHING_SELECTED, 'a'), rows, 'c'), ['a', 'c', 'x']))).toEqual(['b'])
  })
})
