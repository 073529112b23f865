import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const ROOT = new URL('../../', import.meta.url)

/**
 * Checks a part of a page that code generates: what is between `<!-- begin NAME -->` and `<!-- end NAME -->`. With
 * `UPDATE_DOCS=1` it writes the part instead.
 */
export function expectGenerated(page: string, name: string, markdown: string): void {
  const path = fileURLToPath(new URL(page, ROOT))
  const text = readFileSync(path, 'utf8')
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->`]
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  expect(text, `${page} has no markers for ${name}`).toContain(begin)
  expect(to, `${page} has no markers for ${name}`).toBeGreaterThanOrEqual(from)
  if (process.env.UPDATE_DOCS) writeFileSync(path, `${text.slice(0, from)}\n${markdown}\n${text.slice(to)}`)
  else expect(text.slice(from, to), `${page} is stale: run this test with UPDATE_DOCS=1`).toBe(`\n${markdown}\n`)
}
