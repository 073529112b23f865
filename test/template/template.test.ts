import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOADER_PATH } from '../../lib/web/pages.ts'
import { CORS } from '../../local/gateway/cors.ts'
import { ROOT } from '../../scripts/assemble.ts'
import { type Bundles, build, filesAtStart, functionNames } from '../../scripts/build.ts'
import { aboutFeed, aboutTable } from './complaints/data.ts'
import { aboutEnvironment, aboutFunctions, HANDLERS } from './complaints/functions.ts'
import { aboutOperations } from './complaints/operations.ts'
import { aboutPages, answerAtEdge, answerHere } from './complaints/pages.ts'
import { aboutRoutes, aboutSocketRoutes } from './complaints/routes.ts'
import { aboutSchema } from './complaints/schema.ts'
import { type Deployment, deploymentOf, type Packaged, packaged, templateFile } from './deployment.ts'
import { PAGED } from './planted/paged.ts'
import { ROUTED } from './planted/routed.ts'
import { RUNNING } from './planted/running.ts'
import { STORED } from './planted/stored.ts'
import { ofType } from './template.ts'

/** The maximum size of the files that a function reads when it starts, in bytes. */
const MOST_BYTES = 450 * 1000
/** The files of an archive beside the bundle and its source maps. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  setup: ['dist/setup/docs.html', 'dist/setup/openapi.json'],
}
/** Every parameter with another value than its default, as on a command line. */
const OTHERWISE = {
  alertEmail: 'ops@example.org',
  signInPrefix: 'interlude-example',
  domain: 'chat.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
  callbackUrls: 'https://chat.example.org/console/callback,http://localhost:5173/console/callback',
  signedOutUrls: 'https://chat.example.org/console/',
  signInOrigins: 'https://id.example.org',
  corsOrigins: 'https://console.example.org,https://shop.example.org',
  messagesConcurrency: '20',
  agentsConcurrency: '5',
  socketAccessLog: 'on',
  logRetentionDays: '7',
  deletionProtection: 'false',
}

/** Bundling takes seconds, and many times that if all tests run at once. */
const PACKAGING_MS = 180_000

let one: Packaged
let again: Packaged
let otherwise: Packaged
let deployment: Deployment
let built: Bundles

beforeAll(async () => {
  const params = Object.entries(OTHERWISE).map(([name, value]) => `--param=${name}=${value}`)
  one = await packaged()
  again = await packaged()
  otherwise = await packaged('--stage', 'prod', '--region', 'eu-west-1', ...params)
  deployment = await deploymentOf(one)
  built = await build({ write: false })
}, PACKAGING_MS)
afterAll(async () => {
  for (const each of [one, again, otherwise]) await each?.remove()
})

describe('the bundles', () => {
  it('are one per function, and small', async () => {
    expect(await functionNames()).toEqual([
      'agent-ws',
      'ask',
      'channels',
      'clock',
      'console',
      'dispatch',
      'inbound',
      'pause',
      'setup',
    ])
    for (const name of await functionNames()) {
      const files = await Promise.all(filesAtStart(built.metafile, name).map(file => stat(join(one.parts, file))))
      const size = files.reduce((sum, each) => sum + each.size, 0)
      expect(size).toBeGreaterThan(100_000)
      expect(size, name).toBeLessThanOrEqual(MOST_BYTES)
    }
  })

  it('have the code of the start in one file beside the entry', async () => {
    for (const name of await functionNames()) {
      const sizes = filesAtStart(built.metafile, name).map(file => built.metafile.outputs[file]?.bytes ?? 0)
      expect(sizes.filter(size => size > 1000).length, name).toBe(1)
      expect(sizes.length, name).toBeLessThanOrEqual(3)
    }
  })

  it('compile no code for schemas when they start', () => {
    for (const [name, { compiles }] of Object.entries(deployment.bundles)) expect(compiles, name).toBe(0)
  })

  it('read the code of a platform only when a conversation needs it', async () => {
    for (const name of await functionNames()) {
      const read = filesAtStart(built.metafile, name).flatMap(file =>
        Object.keys(built.metafile.outputs[file]?.inputs ?? {}),
      )
      expect(read.filter(input => /^lib\/channels\/(?!webhook|.*\/window\.ts)[^/]+\//.test(input))).toEqual([])
    }
  })

  it('are the same bytes every time, without paths of the build machine', async () => {
    const second = await build({ write: false })

    expect(built.files).toEqual(second.files)
    for (const { contents } of built.files) expect(Buffer.from(contents).includes(ROOT)).toBe(false)
  })

  it('have source maps from the bundle to the sources', async () => {
    const { files } = built
    const fileOf = (name: string) =>
      Buffer.from(files.find(({ path }) => path.endsWith(`/dist/${name}`))?.contents ?? []).toString()
    for (const name of await functionNames()) {
      const file = filesAtStart(built.metafile, name)
        .map(path => path.replace('dist/', ''))
        .find(path => fileOf(path).includes('the environment is not valid'))
      const lines = fileOf(`${file}`).split('\n')
      const line = lines.findIndex(text => text.includes('the environment is not valid'))
      const column = lines[line]?.indexOf('the environment is not valid') ?? 0

      const map = new SourceMap(JSON.parse(fileOf(`${file}.map`)))

      expect(map.findOrigin(line + 1, column + 1)).toMatchObject({ fileName: '../../lib/aws/env.ts' })
    }
  })
})

describe('the archives', () => {
  it('are one per function, with only its bundle and the files that it reads', async () => {
    const archives = (await readdir(one.output)).filter(file => file.endsWith('.zip'))

    expect(new Set(archives)).toEqual(new Set(Object.keys(HANDLERS).map(name => `${name}.zip`)))
    for (const [name, handler] of Object.entries(HANDLERS)) {
      const folder = `${dirname(handler)}/`
      const bundled = Object.keys(built.metafile.outputs).filter(file => file.startsWith(folder))
      const expected = [...bundled, ...(BESIDE[name] ?? [])]
      expect(new Set(filesIn(await readFile(join(one.output, `${name}.zip`))))).toEqual(new Set(expected))
    }
  })

  it('are the same bytes every time, and so is the template apart from its timestamp', async () => {
    expect(await hashes(one)).toEqual(await hashes(again))
    expect(timeless(one)).toBe(timeless(again))
  })
})

describe('the template', () => {
  it.each([
    ['schema', () => aboutSchema(templateFile(one.output))],
    ['schema, with all parameters changed', () => aboutSchema(templateFile(otherwise.output))],
    ['functions', () => aboutFunctions(deployment)],
    ['environment', () => aboutEnvironment(deployment)],
    ['routes', () => aboutRoutes(deployment)],
    ['routes of the sockets', () => aboutSocketRoutes(deployment)],
    ['table', () => aboutTable(deployment)],
    ['feed', () => aboutFeed(deployment)],
    ['pages', () => aboutPages(deployment)],
    ['alarms and dashboard', () => aboutOperations(deployment)],
  ])('has no faults: %s', (_what, complaints) => {
    expect(complaints()).toEqual([])
  })

  it.each([...RUNNING, ...ROUTED, ...STORED, ...PAGED])(
    'has its planted faults reported: $what',
    async ({ plant, check, complaint }) => {
      const planted = structuredClone(deployment)
      plant(planted)
      const file = join(one.output, 'planted.json')
      await writeFile(file, JSON.stringify(planted.template))

      expect(check(planted, file)).toContainEqual(expect.stringMatching(complaint))
    },
  )

  it('subscribes the configured address to alerts and alarms', () => {
    const subscriptions = ofType(otherwise.template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)

    expect(subscriptions.map(({ TopicArn, Endpoint }) => [TopicArn, Endpoint])).toEqual([
      [{ Ref: 'AlertTopic' }, OTHERWISE.alertEmail],
      [{ Ref: 'AlarmTopic' }, OTHERWISE.alertEmail],
    ])
  })

  it('has the same CORS configuration as the local gateway', () => {
    const [, { Properties }] = ofType(one.template, 'AWS::ApiGatewayV2::Api').find(
      ([, each]) => each.Properties.ProtocolType === 'HTTP',
    )!

    expect(Properties.CorsConfiguration).toEqual({
      AllowOrigins: { 'Fn::Split': [',', CORS.allowOrigin] },
      AllowMethods: CORS.allowMethods,
      AllowHeaders: CORS.allowHeaders,
      ExposeHeaders: CORS.exposeHeaders,
      MaxAge: CORS.maxAgeSeconds,
    })
  })

  it('leads every path of a page to the file that the runner serves, and keeps the query of a link', () => {
    const segment = fc.stringMatching(/^([a-z0-9._-]{0,8}|assets|[a-z]{1,3}\.(js|svg|html|bot))$/)
    const path = fc
      .tuple(fc.constantFrom('/console', '/widget', '/demo', '', '/consoles'), fc.array(segment, { maxLength: 4 }))
      .map(([page, segments]) => [page, ...segments].join('/') || '/')
    fc.assert(
      fc.property(path, each => {
        fc.pre(each !== LOADER_PATH)
        expect(answerAtEdge(one.template, each, 'bot=main&session=ses_1')).toBe(
          answerHere(each, 'bot=main&session=ses_1'),
        )
      }),
      { numRuns: 2_000 },
    )
    expect(answerAtEdge(one.template, '/console', 'bot=main')).toBe('302 /console/?bot=main')
  })

  it('lets only its own services call the functions', () => {
    for (const [, { Properties }] of ofType(one.template, 'AWS::Lambda::Permission')) {
      expect(Properties.SourceArn).toBeDefined()
    }
  })

  it('logs no field that may contain a token or message text', () => {
    const formats = [one, otherwise].flatMap(
      ({ template }) => JSON.stringify(template).match(/"Format":"[^}]+\}/g) ?? [],
    )

    expect(formats.length).toBeGreaterThan(1)
    for (const format of formats) expect(format).not.toMatch(/\$context\.(path|identity|authorizer)|query|body/)
  })
})

async function hashes({ output }: Packaged): Promise<Record<string, string>> {
  const archives = (await readdir(output)).filter(file => file.endsWith('.zip'))
  const all = archives.map(async file => {
    const bytes = await readFile(join(output, file))
    return [file, createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(all))
}

function timeless({ template }: Packaged): string {
  return JSON.stringify(template).replaceAll(/\d{13}-\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'now')
}

/** The names in an archive, from its central directory. */
function filesIn(zip: Buffer): string[] {
  const names: string[] = []
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 4)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)))
  }
  return names
}
