import { describe, expect, it } from 'vitest'
import { neighbour, rowByKey, settled } from './order.ts'

describe('the rows of a list', () => {
  it('follow the list while nobody points at them', () => {
    expect(settled(['a', 'b'], ['c', 'b', 'a'], false)).toEqual({ ids: ['c', 'b', 'a'], news: 0 })
  })

  it('stay where they are while somebody does, and new ones are counted', () => {
    expect(settled(['a', 'b'], ['d', 'c', 'b', 'a'], true)).toEqual({ ids: ['a', 'b'], news: 2 })
    expect(settled(['a', 'b'], ['b'], true)).toEqual({ ids: ['a', 'b'], news: 0 })
  })

  it('go on with the next page', () => {
    expect(settled(['a', 'b'], ['n', 'a', 'b', 'c', 'd'], true)).toEqual({ ids: ['a', 'b', 'c', 'd'], news: 1 })
  })

  it('are the same object as long as they are the same', () => {
    const shown = ['a', 'b']
    expect(settled(shown, ['n', 'a', 'b'], true).ids).toBe(shown)
  })

  it('begin with the list where none were shown', () => {
    expect(settled([], ['a'], true)).toEqual({ ids: ['a'], news: 0 })
  })

  it('are gone through by the keys of a list', () => {
    expect(['ArrowDown', 'ArrowUp', 'Home', 'End'].map(key => rowByKey(key, 1, 4))).toEqual([2, 0, 0, 3])
    expect([rowByKey('ArrowDown', 3, 4), rowByKey('ArrowUp', 0, 4), rowByKey('j', 1, 4)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(['ArrowDown', 'ArrowUp', 'Home', 'End'].map(key => rowByKey(key, 0, 0))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('have neighbours', () => {
    const ids = ['a', 'b', 'c']
    expect(neighbour(ids, 'b', 1)).toBe('c')
    expect(neighbour(ids, 'b', -1)).toBe('a')
    expect(neighbour(ids, undefined, 1)).toBe('a')
    expect(neighbour(ids, 'gone', -1)).toBe('c')
    expect(neighbour(ids, 'c', 1)).toBeUndefined()
  })
})
