import { describe, expect, it } from 'vitest'
import { changesBetween, mergedBy } from './merge.ts'

const base = { name: 'Pip', queues: { sales: { capacity: 3 }, vip: { capacity: 1 } }, origins: ['a'] }

describe('two changed versions of a document', () => {
  it('are merged by field', () => {
    const mine = { ...base, name: 'Pop', queues: { ...base.queues, sales: { capacity: 4 } } }
    const theirs = { ...base, paused: true, queues: { sales: { capacity: 3, name: 'Sales' }, vip: { capacity: 2 } } }
    expect(mergedBy({ base, mine, theirs })).toEqual({
      value: {
        name: 'Pop',
        paused: true,
        queues: { sales: { capacity: 4, name: 'Sales' }, vip: { capacity: 2 } },
        origins: ['a'],
      },
      theirs: [
        { path: ['queues', 'sales', 'name'], before: undefined, after: 'Sales' },
        { path: ['queues', 'vip', 'capacity'], before: 1, after: 2 },
        { path: ['paused'], before: undefined, after: true },
      ],
      conflicts: [],
    })
  })

  it('have a conflict in a field that both changed, in which mine counts unless the other one is taken', () => {
    const mine = { ...base, name: 'Pop', origins: ['a', 'b'] }
    const theirs = { ...base, name: 'Pup', origins: ['a', 'c'] }
    const merged = mergedBy({ base, mine, theirs })
    expect(merged.value).toEqual(mine)
    expect(merged.conflicts).toEqual([
      { path: ['name'], before: 'Pip', mine: 'Pop', theirs: 'Pup' },
      { path: ['origins'], before: ['a'], mine: ['a', 'b'], theirs: ['a', 'c'] },
    ])
    expect(mergedBy({ base, mine, theirs }, path => path[0] === 'name').value).toEqual({ ...mine, name: 'Pup' })
  })

  it('have no conflict where both made the same change', () => {
    const both = { ...base, name: 'Pop' }
    expect(mergedBy({ base, mine: both, theirs: { ...both } })).toMatchObject({ value: both, conflicts: [] })
  })

  it('keep a removal, and have a conflict where one removed what the other changed', () => {
    const { vip: _, ...withoutVip } = base.queues
    const removed = { ...base, queues: withoutVip }
    expect(mergedBy({ base, mine: base, theirs: removed }).value).toEqual(removed)
    expect(mergedBy({ base, mine: removed, theirs: { ...base, name: 'Pup' } }).value).toEqual({
      ...removed,
      name: 'Pup',
    })
    const changed = { ...base, queues: { ...base.queues, vip: { capacity: 9 } } }
    expect(mergedBy({ base, mine: changed, theirs: removed })).toMatchObject({
      value: changed,
      conflicts: [{ path: ['queues', 'vip'], before: { capacity: 1 }, theirs: undefined }],
    })
  })

  it('may add the same object, of which both have fields', () => {
    expect(mergedBy({ base: {}, mine: { a: { x: 1 } }, theirs: { a: { y: 2 } } }).value).toEqual({ a: { x: 1, y: 2 } })
  })

  it('differ in no field if only the order of their fields differs', () => {
    expect(changesBetween({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toEqual([])
  })
})
