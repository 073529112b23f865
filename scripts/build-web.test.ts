import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeOf } from '../lib/web/files.ts'
import { LOADER_PATH } from '../lib/web/pages.ts'
import { ROOT, STAMP } from '../local/web/sources.ts'
import { consoleSize, SIZE_LIMITS, widgetSize } from './web/sizes.ts'

type Built = ReadonlyMap<string, Buffer>

let home: string
let said = ''
let one: Built
/** Built into a path relative to the current folder. */
let again: Built

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'interlude-build-'))
  one = await built('one', join(home, 'one'))
  again = await built('again', 'again')
}, 120_000)
afterAll(async () => await rm(home, { recursive: true, force: true }))

/** Runs the script in `home` with `path`, and reads the build that it leaves in the folder `name` there. */
async function built(name: string, path: string): Promise<Built> {
  const folder = join(home, name)
  const script = join(ROOT, 'scripts/build-web.ts')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, path], { cwd: home })
  said += stdout + stderr
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const contents = files.map(async file => [relative(folder, file), await readFile(file)] as const)
  return new Map(await Promise.all(contents))
}

const textOf = (name: string): string => String(one.get(name))
const names = (pattern: RegExp): string[] => [...one.keys()].filter(name => pattern.test(name))

describe('the built pages', () => {
  it('are console, widget, loader and demo, built without a warning', () => {
    const pages = names(/^(\w+\/index\.html|widget\.js)$/)
    expect(new Set(pages)).toEqual(new Set(['console/index.html', 'widget/index.html', 'demo/index.html', 'widget.js']))
    expect(said).toBe('')
  })

  it('land in the folder of the argument, which may be relative to the current folder', async () => {
    expect((await readdir(home)).sort()).toEqual(['again', 'one'])
    expect(names(/^console\/index\.html$/)).toHaveLength(1)
    expect(again.has('console/index.html')).toBe(true)
  })

  it('are the same bytes in every build, without a path of the machine', () => {
    expect([...again.keys()].sort()).toEqual([...one.keys()].sort())
    for (const [name, content] of one) {
      expect(again.get(name)?.equals(content), name).toBe(true)
      expect(content.includes(ROOT), name).toBe(false)
    }
  })

  it('consist of file types that the server knows', () => {
    for (const name of names(/./)) expect(typeOf(name.replace(/\.(br|gz)$/, '')), name).toBeDefined()
  })

  it('have no inline script or style, which their policy would refuse', () => {
    for (const name of names(/\.html$/)) {
      const html = textOf(name)
      expect(html, name).toMatch(/<script [^>]*src="\/[^"]+"/)
      expect(html, name).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|javascript:|src="data:/)
      expect(html, name).toMatch(/<meta charset="utf-8"/)
    }
  })

  it('load each script and style by a hashed name', () => {
    for (const name of names(/\.html$/)) {
      const [page = ''] = name.split('/')
      const loaded = [...textOf(name).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
      for (const path of loaded.filter(each => each !== LOADER_PATH)) {
        if (/\.(js|css)$/.test(path)) expect(path).toMatch(new RegExp(`^/${page}/assets/[\\w-]+-[\\w-]{8}\\.`))
        expect(one.has(path.slice(1)), path).toBe(true)
      }
    }
  })

  it('have compressed twins that are smaller and have the same content', () => {
    const twins = names(/\.(br|gz)$/)
    expect(twins.length).toBeGreaterThan(2)
    for (const twin of twins) {
      const bytes = one.get(twin)!
      const plain = one.get(twin.replace(/\.(br|gz)$/, ''))!
      expect((twin.endsWith('.br') ? brotliDecompressSync(bytes) : gunzipSync(bytes)).equals(plain), twin).toBe(true)
      expect(bytes.length).toBeLessThan(plain.length)
    }
  })

  it('use the production build of React', () => {
    for (const name of names(/console\/assets\/.*\.js$/))
      expect(textOf(name)).not.toContain('react-dom-client.development')
  })

  it('stay within the size limits of the first load', async () => {
    const [{ loader, opened }, { opened: console }] = await Promise.all([
      widgetSize(join(home, 'one')),
      consoleSize(join(home, 'one')),
    ])
    expect(loader).toBeLessThanOrEqual(SIZE_LIMITS.loader)
    expect(opened).toBeLessThanOrEqual(SIZE_LIMITS.opened)
    expect(console).toBeLessThanOrEqual(SIZE_LIMITS.console)
  })

  it('include a loader of ASCII alone, since the pages that include it choose its charset', () => {
    expect([...(one.get('widget.js') ?? [])].every(byte => byte < 128)).toBe(true)
  })

  it('are stamped with the digest of their sources', () => {
    expect(JSON.parse(textOf(STAMP))).toEqual({ digest: expect.stringMatching(/^[\da-f]{64}$/) })
  })
})
