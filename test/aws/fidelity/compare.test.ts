import { expect, it } from 'vitest'
import { differences } from './compare.ts'

it('names what is absent, what is too much, and what is of another type', () => {
  const real = { a: 1, b: { c: 'x', d: null }, list: [{ e: 1 }] }

  expect(differences(real, structuredClone(real))).toEqual([])
  expect(differences(real, { a: '1', b: { c: 'y' }, list: [{ e: 1, f: 2 }], g: true })).toEqual([
    { at: 'a', how: 'of another type' },
    { at: 'b.d', how: 'absent here' },
    { at: 'list[].f', how: 'only here' },
    { at: 'g', how: 'only here' },
  ])
})

it('takes the names of headers and attributes for data, and looks at their kind', () => {
  expect(differences({ headers: { accept: '*' } }, { headers: { host: 'x' } })).toEqual([])
  expect(differences({ headers: { accept: '*' } }, { headers: { host: ['x'] } })).toEqual([
    { at: 'headers.*', how: 'of another type' },
  ])
})
