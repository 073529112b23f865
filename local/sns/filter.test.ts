import { describe, expect, it } from 'vitest'
import type { Attribute } from './attributes.ts'
import { readFilter } from './filter.ts'

const lets = (policy: unknown, attributes: Record<string, string | number | readonly unknown[]>) => {
  const attribute = (value: string | number | readonly unknown[]): Attribute => {
    if (typeof value === 'string') return { type: 'String', value }
    return typeof value === 'number'
      ? { type: 'Number', value: String(value) }
      : { type: 'String.Array', value: JSON.stringify(value) }
  }
  return readFilter(JSON.stringify(policy))(
    new Map(Object.entries(attributes).map(([name, value]) => [name, attribute(value)])),
  )
}

const valuesUpTo = (count: number) => Array.from({ length: count }, (_, number) => `${number}`)

describe('a filter policy', () => {
  it.each([
    [{}, {}, true],
    [{ a: ['x', 'y'] }, { a: 'y' }, true],
    [{ a: ['x'] }, { a: 'X' }, false],
    [{ a: ['x'] }, {}, false],
    [{ a: ['x'], b: ['y'] }, { a: 'x' }, false],
    [{ a: ['x'], b: ['y'] }, { a: 'x', b: 'y' }, true],
    [{ a: [3] }, { a: 3 }, true],
    [{ a: [3] }, { a: '3' }, false],
    [{ a: [{ prefix: 'bot-' }] }, { a: 'bot-1' }, true],
    [{ a: [{ prefix: 'bot-' }] }, { a: 'robot-1' }, false],
    [{ a: [{ suffix: '-1' }] }, { a: 'bot-1' }, true],
    [{ a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    [{ a: [{ 'anything-but': ['x', 2] }] }, { a: 'x' }, false],
    [{ a: [{ 'anything-but': ['x', 2] }] }, { a: 2 }, false],
    [{ a: [{ 'anything-but': ['x'] }] }, {}, false],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'yx' }, true],
    [{ a: [{ numeric: ['>', 2] }] }, { a: 2 }, false],
    [{ a: [{ numeric: ['>=', 2, '<', 5] }] }, { a: 2 }, true],
    [{ a: [{ numeric: ['>=', 2, '<', 5] }] }, { a: 5 }, false],
    [{ a: [{ numeric: ['=', 2] }] }, { a: '2' }, false],
    [{ a: [{ exists: true }] }, { a: 'anything' }, true],
    [{ a: [{ exists: true }] }, {}, false],
    [{ a: [{ exists: false }] }, {}, true],
    [{ a: [{ exists: false }] }, { a: 'x' }, false],
    [{ a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    [{ a: ['x'] }, { a: ['w', 'x'] }, true],
    [{ a: ['x', true] }, { a: [true] }, true],
    [{ a: [{ 'anything-but': ['x'] }] }, { a: ['x'] }, false],
    [{ a: [{ 'anything-but': ['x'] }] }, { a: ['x', 'y'] }, true],
    [{ constructor: [{ exists: true }] }, {}, false],
    [{ a: valuesUpTo(10), b: valuesUpTo(15) }, { a: '9', b: '14' }, true],
  ])('given as %j passes a message with attributes %j: %j', (policy, attributes, through) => {
    expect(lets(policy, attributes)).toBe(through)
  })

  it.each([
    '{',
    '[]',
    'null',
    '{"a":"x"}',
    '{"a":[]}',
    '{"a":[["x"]]}',
    '{"a":[{}]}',
    '{"a":[{"prefix":1}]}',
    '{"a":[{"prefix":"x","suffix":"y"}]}',
    '{"a":[{"wildcard":"x"}]}',
    '{"a":[{"anything-but":[]}]}',
    '{"a":[{"exists":"yes"}]}',
    '{"a":[{"numeric":[">"]}]}',
    '{"a":[{"numeric":["toString",1]}]}',
    '{"a":[{"numeric":[">","1"]}]}',
    '{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}',
    JSON.stringify({ a: valuesUpTo(10), b: valuesUpTo(16) }),
  ])('is refused if it is invalid: %s', policy => {
    expect(() => readFilter(policy)).toThrow('Invalid parameter: FilterPolicy')
  })
})
