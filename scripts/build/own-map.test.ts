import { SourceMap } from 'node:module'
import { encode } from '@jridgewell/sourcemap-codec'
import { expect, it } from 'vitest'
import { ownMap } from './own-map.ts'

const map = {
  version: 3,
  sources: ['../../node_modules/zod/lib/index.js', '../../lib/session/decide.ts', '../../functions/pause/index.ts'],
  names: ['theirs', 'ours'],
  mappings: encode([
    [
      [0, 0, 1, 2, 0],
      [10, 1, 3, 4, 1],
      [20, 0, 5, 6],
      [25, 0, 5, 9],
      [30, 2, 7, 8],
    ],
    [
      [0, 0, 9, 9],
      [9, 1, 3, 4],
    ],
  ]),
}
const own = JSON.parse(ownMap(JSON.stringify(map)))
const found = new SourceMap(own)

it('ownMap leads from a place of own code to its source', () => {
  expect(found.findEntry(0, 12)).toMatchObject({
    originalSource: '../../lib/session/decide.ts',
    originalLine: 3,
    originalColumn: 4,
    name: 'ours',
  })
  expect(found.findEntry(0, 31)).toMatchObject({ originalSource: '../../functions/pause/index.ts', originalLine: 7 })
})

it('ownMap leads from no place of a dependency to a source', () => {
  for (const [line, column] of [
    [0, 5],
    [0, 22],
    [0, 27],
    [1, 0],
  ] as const) {
    expect(found.findEntry(line, column)).not.toHaveProperty('originalSource', expect.stringContaining('/'))
  }
  expect(own.sources).toHaveLength(2)
  expect(own.names).toEqual(['ours'])
})
