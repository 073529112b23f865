import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { inSources } from './sources.ts'

/** Line 1, column 11 of the bundle is line 7, column 5 of its source. */
const MAP = { version: 3, sources: ['../../lib/session/decide.ts'], names: [], mappings: 'UAMI' }

async function aBundle(map: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'interlude-sources-'))
  onTestFinished(async () => await rm(folder, { recursive: true }))
  await writeFile(join(folder, 'index.mjs.map'), map)
  return join(folder, 'index.mjs')
}

it('maps positions in a bundle to its sources', async () => {
  const file = await aBundle(JSON.stringify(MAP))

  expect(inSources(`Error: no\n    at a (file://${file}:1:11)\n    at b (${file}:1:11)`)).toBe(
    'Error: no\n    at a (lib/session/decide.ts:7:5)\n    at b (lib/session/decide.ts:7:5)',
  )
})

it('leaves a stack unchanged if a position cannot be mapped', async () => {
  const broken = await aBundle('{')
  for (const place of [
    `${broken}:1:11`,
    '/no/such/index.mjs:1:2',
    'node:internal/timers:1:2',
    `${await aBundle(JSON.stringify(MAP))}:1:2`,
  ]) {
    expect(inSources(`Error: no\n    at a (${place})`)).toBe(`Error: no\n    at a (${place})`)
  }
})
