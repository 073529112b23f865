import { describe, expect, it } from 'vitest'
import { neighbour, rowByKey, settled } from './order.ts'

describe('the rows of a list', () => {
  it('follow the list while the agent does not point at them', () => {
    expect(settled(['a', 'b'], ['c', 'b', 'a'], false)).toEqual({ ids: ['c', 'b', 'a'], news: 0 })
  })

  it('stay in place while the agent points at them, and count new ones', () => {
    expect(settled(['a', 'b'], ['d', 'c', 'b', 'a'], true)).toEqual({ ids: ['a', 'b'], news: 2 })
    expect(settled(['a', 'b'], ['b'], true)).toEqual({ ids: ['a', 'b'], news: 0 })
  })

  it('continue with the next page', () => {
    expect(settled(['a', 'b'], ['n', 'a', 'b', 'c', 'd'], true)).toEqual({ ids: ['a', 'b', 'c', 'd'], news: 1 })
  })

  it('stay the same array while nothing changes', () => {
    const shown = ['a', 'b']
    expect(settled(shown, ['n', 'a', 'b'], true).ids).toBe(shown)
  })

  it('start with the list if none were shown', () => {
    expect(settled([], ['a'], true)).toEqual({ ids: ['a'], news: 0 })
  })

  it('are selected with the arrow keys, Home and End', () => {
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

  it('have neighbours in both directions', () => {
    const ids = ['a', 'b', 'c']
    expect(neighbour(ids, 'b', 1)).toBe('c')
    expect(neighbour(ids, 'b', -1)).toBe('a')
    expect(neighbour(ids, undefined, 1)).toBe('a')
    expect(neighbour(ids, 'gone', -1)).toBe('c')
    expect(neighbour(ids, 'c', 1)).toBeUndefined()
  })
})
