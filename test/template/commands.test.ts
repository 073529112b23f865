import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeOf } from '../../scripts/account.ts'
import { ROOT } from '../../scripts/assemble.ts'
import { KEPT, leftBehind } from '../../scripts/kept.ts'
import { packaged } from './deployment.ts'

let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'interlude-home-'))
})
afterAll(async () => await rm(home, { recursive: true, force: true }))

/** Runs a command without any credentials. */
function run(script: string, ...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { HOME: home, AWS_EC2_METADATA_DISABLED: 'true' }
  return new Promise(resolve => {
    execFile(process.execPath, [join(ROOT, 'scripts', script), ...args], { env, cwd: home }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

describe.each(['deploy.ts', 'remove.ts', 'package.ts'])('%s', script => {
  it('prints its usage', async () => {
    const { code, stdout } = await run(script, '--help')

    expect(code).toBe(0)
    expect(stdout).toMatch(/npm run (deploy|remove|package) -- .*--stage prod/)
  })
})

describe.each(['deploy.ts', 'remove.ts'])('%s', script => {
  it('says how to sign in if there are no credentials, and does nothing', async () => {
    const { code, stdout, stderr } = await run(script, '--stage', 'prod')

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^There are no AWS credentials\. Sign in first/)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(await readdir(home)).toEqual([])
  })

  it('refuses a stage name with capitals or underscores', async () => {
    expect(await run(script, '--stage=Prod_1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('lower-case'),
    })
  })
})

describe('remove.ts', () => {
  it('removes nothing unless a stage is named', async () => {
    const { code, stderr } = await run('remove.ts', '--region', 'eu-west-1')

    expect(code).toBe(2)
    expect(stderr).toContain('Name the stage to remove: --stage NAME.')
  })

  it('lists exactly the resources that the template retains', { timeout: 120_000 }, async () => {
    const { template, remove } = await packaged()
    await remove()
    const kept = Object.entries(template.Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')

    expect(kept.map(([id]) => id)).toEqual(KEPT.map(({ id }) => id))
    for (const { id, output } of KEPT) expect(template.Outputs[output]).toEqual({ Value: { Ref: id } })
    expect(leftBehind({ TableName: 'interlude-prod-Table-1' }, 'eu-west-1')).toContain(
      'interlude-prod-Table-1: the table',
    )
  })
})

describe('the stage, region and stack of a command', () => {
  it.each([
    [[], { stage: 'dev', region: 'eu-central-1', stack: 'interlude-dev' }],
    [['--stage', 'prod', '--region=eu-west-1'], { stage: 'prod', region: 'eu-west-1', stack: 'interlude-prod' }],
    [['-s', 'prod', '-r', 'us-east-1'], { stage: 'prod', region: 'us-east-1', stack: 'interlude-prod' }],
  ])('%j', (args, place) => {
    expect(placeOf(args)).toEqual(place)
  })
})

describe('the parameters', () => {
  it('are exactly those in the table of docs/deploying.md', async () => {
    const [config, page] = await Promise.all(
      ['serverless.yml', 'docs/deploying.md'].map(file => readFile(join(ROOT, file), 'utf8')),
    )
    const params = /\nparams:\n(.*?)\nprovider:/s.exec(config!)?.[1] ?? ''
    const table = /\n## Parameters\n(.*?)\n## /s.exec(page!)?.[1] ?? ''
    const first = table.split('\n').map(line => line.split('|')[1] ?? '')

    expect(names(first.join(' '), /`(\w+)`/g)).toEqual(names(params, /^ {4}(\w+):/gm))
  })
})

function names(text: string, pattern: RegExp): Set<string | undefined> {
  const found = new Set([...text.matchAll(pattern)].map(([, name]) => name))
  expect(found.size).toBeGreaterThan(10)
  return found
}
