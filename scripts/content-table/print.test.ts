import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withTable } from './print.ts'

const page = readFileSync(new URL('../../docs/channels.md', import.meta.url), 'utf8')

it('docs/channels.md has the table that npm run content-table writes', () => {
  expect(withTable(page)).toBe(page)
})

it('withTable refuses a page without markers', () => {
  expect(() => withTable('# Channels')).toThrow('no line')
})
