import { afterEach, describe, expect, it } from 'vitest'
import { type BuildOptions, buildIfNeeded } from './build.ts'
import { digestOfSources, STAMP } from './sources.ts'
import { aFolder, type Files } from './test-site.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const SOURCES: Files = { 'web/console/main.tsx': 'one', 'lib/protocol/x.ts': 'two', 'package-lock.json': '{}' }

/** A working copy of a few sources, and a script in place of the build. */
const given = async (script = '') => {
  const copy = await aFolder({ ...SOURCES, 'build.mjs': script })
  ends.push(copy.remove)
  const said: string[] = []
  const options: BuildOptions = {
    building: () => void said.push('building'),
    root: `${copy.path}/`,
    folder: `${copy.path}/dist/web`,
    script: `${copy.path}/build.mjs`,
  }
  const stamp = async () => {
    const digest = await digestOfSources(`${copy.path}/`)
    await copy.put({ [`dist/web/${STAMP}`]: JSON.stringify({ digest }) })
  }
  return { copy, said, stamp, build: (more: Partial<BuildOptions> = {}) => buildIfNeeded({ ...options, ...more }) }
}

describe('the pages', () => {
  it('are built if they are missing, and the duration is returned', async () => {
    const { build, said } = await given()
    expect(await build()).toEqual({ status: 'built', tookMs: expect.any(Number) })
    expect(said).toEqual(['building'])
  })

  it('are not built again while no source changes', async () => {
    const { build, said, stamp, copy } = await given()
    await stamp()
    expect(await build()).toEqual({ status: 'fresh' })
    await copy.put({ 'web/console/main.test.ts': 'a test', 'lib/session/verbs/say.ts': 'no source of theirs' })
    expect(await build()).toEqual({ status: 'fresh' })
    expect(said).toEqual([])
  })

  it.each<[string, Files]>([
    ['a source changed', { 'web/console/main.tsx': 'two' }],
    ['a source is new', { 'web/console/new.tsx': '' }],
    ['the protocol changed', { 'lib/protocol/x.ts': 'three' }],
    ['a dependency changed', { 'package-lock.json': '{"a":1}' }],
  ])('are built again if %s', async (_, files) => {
    const { build, said, stamp, copy } = await given()
    await stamp()
    await copy.put(files)
    expect(await build()).toMatchObject({ status: 'built' })
    expect(said).toEqual(['building'])
  })

  it('return the output of a build that failed', async () => {
    const { build } = await given('console.log("main.tsx:1"); console.error("no such module"); process.exit(3)')
    const built = await build()
    expect(built).toMatchObject({ status: 'failed' })
    expect(built).toMatchObject({ output: expect.stringMatching(/^main\.tsx:1\nno such module\n$/) })
  })

  it('are not awaited if Interlude ends meanwhile', async () => {
    const { build } = await given('setInterval(() => {}, 1000)')
    const ending = new AbortController()
    const built = build({ signal: ending.signal })
    ending.abort()
    expect(await built).toMatchObject({ status: 'failed' })
  })

  it('are built again if their stamp cannot be read', async () => {
    const { build, copy } = await given()
    await copy.put({ [`dist/web/${STAMP}`]: '{"dig' })
    expect(await build()).toMatchObject({ status: 'built' })
  })
})
