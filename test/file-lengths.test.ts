import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['bench', 'functions', 'infra', 'lib', 'local', 'scripts', 'web']
const MOST_LINES = 250

/** Catalogues of texts: each is one list, which a translator reads from top to bottom. */
const EXEMPT = ['web/console/texts/de.ts', 'web/console/texts/en.ts', 'web/console/texts/fr.ts']

const longFiles = FOLDERS.flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(css|mjs|tsx?)$/.test(name) && !/\.test\.tsx?$|(^|\/)node_modules\//.test(name))
    .map(name => join(folder, name))
    .filter(path => readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n').length > MOST_LINES),
).sort()

describe('source files', () => {
  it(`have at most ${MOST_LINES} lines, except catalogues of texts`, () => {
    expect(longFiles).toEqual(EXEMPT)
  })
})
