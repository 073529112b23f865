import { expect, it } from 'vitest'
import { withAt } from './paths.ts'

it('withAt changes one value and leaves the others', () => {
  const config = { name: 'Demo', widget: { color: '#000000' }, attributes: [{ label: 'a' }, { label: 'b' }] }
  expect(withAt(config, ['widget', 'color'], '#ffffff')).toEqual({ ...config, widget: { color: '#ffffff' } })
  expect(withAt(config, ['attributes', 1, 'label'], 'c')).toMatchObject({
    attributes: [{ label: 'a' }, { label: 'c' }],
  })
  expect(config.attributes[1]).toEqual({ label: 'b' })
})

it('withAt removes a field or an entry, and adds a missing entry', () => {
  expect(withAt({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
  expect(withAt([1, 2, 3], [1], undefined)).toEqual([1, 3])
  expect(withAt([1], [1], 2)).toEqual([1, 2])
})
