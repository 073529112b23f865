import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorsOf, linksOf, sectionsOf } from './support/documents.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ADR = join(ROOT, 'docs', 'adr')
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8')

/** Folders without documents of this repository. */
const SKIPPED = new Set(['node_modules', '.git', 'dist', '.interlude', '.serverless'])

function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(each => {
    const path = join(folder, each.name)
    if (each.isDirectory()) return SKIPPED.has(each.name) ? [] : pagesBelow(path)
    return each.name.endsWith('.md') ? [path] : []
  })
}

/** Returns a message for each dead link of a page: the missing file or heading. */
function deadLinks(page: string): string[] {
  return linksOf(read(page)).flatMap(({ path, anchor }) => {
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(ROOT, target))) return [`${path} does not exist`]
    if (anchor === undefined || !target.endsWith('.md')) return []
    return anchorsOf(read(target)).includes(anchor) ? [] : [`${target} has no heading #${anchor}`]
  })
}

describe('the documents', () => {
  const pages = pagesBelow('.')

  it('include README, CONTRIBUTING, PROTOCOL, CHANGELOG and SECURITY', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'PROTOCOL.md', 'CHANGELOG.md', 'SECURITY.md']),
    )
  })

  it.each(pages)('link to files and headings that exist: %s', page => {
    expect(deadLinks(page)).toEqual([])
  })

  it.each(pages)('name npm scripts that exist: %s', page => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [...read(page).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name)
    expect(named.filter(name => !(name in scripts))).toEqual([])
  })
})

describe('the decision records', () => {
  const files = readdirSync(ADR).filter(name => /^\d{4}-.*\.md$/.test(name))
  const index = readFileSync(join(ADR, 'README.md'), 'utf8')
  const rows = index.split('\n').flatMap(line => {
    const [, number, title, file, sentence, status] =
      /^\| (\d+) \| \[(.+)\]\((.+\.md)\) \| (.+) \| (.+) \|$/.exec(line) ?? []
    return number === undefined ? [] : [{ number: Number(number), title, file, sentence, status }]
  })

  it('are numbered without gaps, and the index lists all of them in order', () => {
    expect(files.map(name => Number(name.slice(0, 4)))).toEqual(files.map((_, at) => at + 1))
    expect(rows.map(({ file }) => file)).toEqual(files)
    expect(rows.map(({ number }) => number)).toEqual(files.map((_, at) => at + 1))
  })

  it.each(files)('have the common format, and the same title and status in the index: %s', file => {
    const page = readFileSync(join(ADR, file), 'utf8')
    const row = rows.find(each => each.file === file)
    const [, number, title, status] = /^# (\d+)\. (.+)\n\nStatus: (.+)\n/.exec(page) ?? []
    expect({ number: Number(number), title, status }).toEqual({
      number: row?.number,
      title: row?.title,
      status: expect.stringMatching(/^(?:accepted|superseded), \d{4}-\d{2}-\d{2}(?:; .+)?$/),
    })
    expect(status?.startsWith(row?.status ?? '?')).toBe(true)
    const sections = sectionsOf(page)
    expect(sections.filter(each => !['Alternatives', 'Checked by'].includes(each))).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ])
  })
})

describe('the document parser', () => {
  it('finds links in prose, but not in code or to other sites', () => {
    const page = [
      '[a](a.md#b), [`code`](c.ts) and [![picture](p.png)](d.md "a title")',
      '[site](https://example.org) `[no](no.md)`',
      '```md',
      '[no](no.md)',
      '```',
      '[own](#own-heading)',
    ].join('\n')
    expect(linksOf(page)).toEqual([
      { path: 'a.md', anchor: 'b' },
      { path: 'c.ts' },
      { path: 'd.md' },
      { path: '', anchor: 'own-heading' },
    ])
  })

  it('derives anchors from headings as GitHub does', () => {
    const page =
      "# What isn't: `a.b`, and more\n## Twice\n```sh\n# no heading\n```\n## Twice\n### Straße & [link](x.md)"
    expect(anchorsOf(page)).toEqual(['what-isnt-ab-and-more', 'twice', 'twice-1', 'straße--link'])
  })
})
