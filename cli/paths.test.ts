import { describe, expect, it } from 'vitest'
import { valueAt, withoutValue, withValue } from './paths.ts'

const config = { name: 'Pip', handoffs: { queues: { sales: { capacity: 3 } } }, origins: ['a', 'b'] }

describe('a path of the configuration', () => {
  it('leads to a field, or to nothing', () => {
    expect(valueAt(config, 'handoffs.queues.sales.capacity')).toBe(3)
    expect(valueAt(config, 'origins.1')).toBe('b')
    for (const path of ['handoffs.queues.vip', 'name.length', 'origins.2', 'toString', '__proto__']) {
      expect(valueAt(config, path)).toBeUndefined()
    }
  })

  it('sets a field without changing the others, and makes the objects on the way', () => {
    expect(withValue(config, 'handoffs.queues.vip.capacity', 1)).toEqual({
      ...config,
      handoffs: { queues: { sales: { capacity: 3 }, vip: { capacity: 1 } } },
    })
    expect(withValue(config, 'origins.2', 'c')).toEqual({ ...config, origins: ['a', 'b', 'c'] })
    expect(withValue(config, 'origins.0', 'c')).toEqual({ ...config, origins: ['c', 'b'] })
    expect(Object.keys(withValue({}, '__proto__', 1))).toEqual(['__proto__'])
  })

  it('removes a field', () => {
    expect(withoutValue(config, 'handoffs.queues.sales')).toEqual({ ...config, handoffs: { queues: {} } })
    expect(withoutValue(config, 'origins.0')).toEqual({ ...config, origins: ['b'] })
  })

  it.each([
    ['name.first', 'name has no fields.'],
    ['origins.first', 'origins is a list of 2'],
    ['origins.3', 'origins is a list of 2'],
    ['handoffs..sales', 'is no path'],
    ['', 'is no path'],
  ])('that cannot be followed is refused: %s', (path, message) => {
    expect(() => withValue(config, path, 1)).toThrow(message)
  })
})
