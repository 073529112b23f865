import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inboundRoutes } from '../functions/inbound/routes.ts'
import { pauseRoutes } from '../functions/pause/routes.ts'
import { Env } from '../lib/aws/env.ts'
import { TTL_ATTRIBUTE, tableDefinition } from '../lib/dynamo/table.ts'
import { routeKey } from '../lib/http/api.ts'
import { type RouteSpec, routes } from '../lib/protocol/routes.ts'
import { defaultPolicy } from '../lib/session/policy.ts'
import { build, functionNames } from '../scripts/build.ts'
import { packageService } from '../scripts/package.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MB = 1024 * 1024
/** Every Lambda function: its name in the template, and the export of the bundle that it calls. */
const HANDLERS = {
  inbound: 'dist/inbound/index.handler',
  pause: 'dist/pause/index.handler',
  'agent-ws': 'dist/agent-ws/index.handler',
  dispatch: 'dist/dispatch/index.handler',
  live: 'dist/dispatch/index.live',
  clock: 'dist/clock/index.handler',
}

/** What is looked at of a resource, whatever its type. */
interface Properties {
  readonly FunctionName: string
  readonly Handler: string
  readonly Runtime: string
  readonly Architectures: readonly string[]
  readonly Timeout: number
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> }
  readonly Role: { readonly 'Fn::GetAtt': readonly [string, string] }
  readonly ApiId: { readonly Ref: string }
  readonly RouteKey: string
  readonly Target: unknown
  readonly IntegrationUri: unknown
  readonly AttributeDefinitions: readonly unknown[]
  readonly MaximumRetryAttempts: number
  readonly MaximumBatchingWindowInSeconds?: number
  readonly SourceArn?: unknown
  readonly ManagedPolicyArns?: unknown
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[]
}

interface Statement {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

interface Resource {
  readonly Type: string
  readonly Properties: Properties
  readonly DeletionPolicy?: string
}

let folder: string
let resources: Readonly<Record<string, Resource>>
let names: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/interlude-package-`)
  expect(await packageService(['--package', folder], { quiet: true })).toBe(0)
  const template = JSON.parse(await readFile(`${folder}/cloudformation-template-update-stack.json`, 'utf8'))
  resources = template.Resources
  names = await functionNames()
})
afterAll(async () => await rm(folder, { recursive: true, force: true }))

const ofType = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type)
const functions = () =>
  ofType('AWS::Lambda::Function').map(([id, { Properties }]) => ({
    id,
    ...Properties,
    name: String(Properties.FunctionName).replace('interlude-dev-', ''),
  }))
const functionOf = (name: string) => functions().find(each => each.name === name)!

describe('the bundles', () => {
  it('are one a function, under a megabyte each', async () => {
    expect(names).toEqual(['agent-ws', 'clock', 'dispatch', 'inbound', 'pause'])
    for (const name of names) {
      const { size } = await stat(`${ROOT}dist/${name}/index.mjs`)
      expect(size).toBeGreaterThan(100_000)
      expect(size).toBeLessThan(MB)
    }
  })

  it('are the same bytes every time, and say nothing of the machine that made them', async () => {
    const [one, two] = await Promise.all([build({ write: false }), build({ write: false })])

    expect(one.outputFiles!.map(({ hash }) => hash)).toEqual(two.outputFiles!.map(({ hash }) => hash))
    for (const { text } of one.outputFiles!) expect(text).not.toContain(ROOT)
  })

  it.each(Object.entries(HANDLERS))(
    '%s starts with what the template tells it, and has its handler',
    async (name, handler) => {
      const [file, exported] = handler.split('.') as [string, string]
      const script = 'console.log(typeof (await import(process.argv[1]))[process.argv[2]])'
      const args = ['--input-type=module', '-e', script, `${ROOT}${file}.mjs`, exported]
      const env = Object.fromEntries(
        Object.entries(functionOf(name).Environment.Variables).map(([key, value]) => [key, placeholder(value)]),
      )

      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env })

      expect(functionOf(name).Handler).toBe(handler)
      expect({ stdout, stderr }).toEqual({ stdout: 'function\n', stderr: '' })
    },
  )
})

describe('the template', () => {
  it('runs each function on Node 24 and arm64', () => {
    const shown = functions().map(({ name, Runtime, Architectures }) => [name, { Runtime, Architectures }])
    const wanted = Object.keys(HANDLERS).map(name => [name, { Runtime: 'nodejs24.x', Architectures: ['arm64'] }])

    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted))
  })

  it('tells each function all that lib/aws/env.ts reads', () => {
    for (const { Environment } of functions()) {
      expect(Object.keys(Environment.Variables)).toEqual(expect.arrayContaining(Object.keys(Env.shape)))
      const given = Object.entries(Environment.Variables).map(([key, value]) => [key, placeholder(value)])
      expect(Env.safeParse(Object.fromEntries(given)).error).toBeUndefined()
    }
  })

  it('has the routes of the protocol, no more and no less, each at the function that serves it', () => {
    const integrations = new Map(
      ofType('AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
        id,
        JSON.stringify(Properties.IntegrationUri),
      ]),
    )
    const routed = ofType('AWS::ApiGatewayV2::Route').filter(([, { Properties }]) => Properties.ApiId.Ref === 'HttpApi')
    const at = (name: string) =>
      routed
        .filter(([, { Properties }]) => {
          const [integration] = [...integrations.keys()].filter(id =>
            JSON.stringify(Properties.Target).includes(`"${id}"`),
          )
          return integrations.get(integration!)!.includes(`"${functionOf(name).id}"`)
        })
        .map(([, { Properties }]) => Properties.RouteKey)
        .sort()
    const specified = Object.values<RouteSpec>(routes).map(({ method, path }) => `${method} ${path}`)

    expect(routed.map(([, { Properties }]) => Properties.RouteKey).sort()).toEqual(specified.sort())
    expect(at('inbound')).toEqual(inboundRoutes.map(routeKey).sort())
    expect(at('pause')).toEqual(pauseRoutes.map(routeKey).sort())
  })

  it('has the routes of the sockets', () => {
    const routed = ofType('AWS::ApiGatewayV2::Route').filter(([, { Properties }]) => Properties.ApiId.Ref !== 'HttpApi')

    expect(routed.map(([, { Properties }]) => Properties.RouteKey).sort()).toEqual([
      '$connect',
      '$default',
      '$disconnect',
    ])
  })

  it('has the table that the code expects, and keeps it', () => {
    const [[, table]] = ofType('AWS::DynamoDB::Table') as [[string, Resource]]
    const { TableName: _, StreamSpecification, AttributeDefinitions, ...expected } = tableDefinition('any')

    expect(table.Properties).toMatchObject({
      ...expected,
      AttributeDefinitions: expect.arrayContaining(AttributeDefinitions!),
      StreamSpecification: { StreamViewType: StreamSpecification!.StreamViewType },
      TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    })
    expect(table.Properties.AttributeDefinitions).toHaveLength(AttributeDefinitions!.length)
    expect(table.DeletionPolicy).toBe('Retain')
  })

  it('reads the feed twice, and puts aside what cannot be served', () => {
    const readers = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties)

    expect(readers).toHaveLength(2)
    for (const reader of readers) {
      expect(reader).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FeedDeadLetters', 'Arn'] } } },
      })
      expect(reader.MaximumRetryAttempts).toBeGreaterThan(0)
    }
    expect(readers.map(reader => reader.MaximumBatchingWindowInSeconds ?? 0).sort()).toEqual([0, 1])
  })

  it('lets no delivery outlive its lease', () => {
    const limits = ['dispatch', 'clock'].map(name => functionOf(name).Timeout * 1000)

    for (const limitMs of limits) expect(limitMs).toBeLessThan(defaultPolicy.deliveryLeaseMs)
  })

  it('gives each function a role of its own, which may do named things to named resources', () => {
    const roles = new Map(ofType('AWS::IAM::Role').map(([id, { Properties }]) => [id, Properties]))
    const used = functions().map(({ Role }) => Role['Fn::GetAtt'][0])

    expect(used.sort()).toEqual([...roles.keys()].sort())
    for (const { Policies, ManagedPolicyArns } of roles.values()) {
      expect(ManagedPolicyArns).toBeUndefined()
      for (const { Effect, Action, Resource } of Policies.flatMap(policy => policy.PolicyDocument.Statement)) {
        expect(Effect).toBe('Allow')
        for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
        // Nothing of another deployment, another stage or another kind.
        for (const resource of [Resource].flat()) expect(JSON.stringify(resource)).toMatch(/Fn::GetAtt|Ref|Fn::Sub/)
      }
    }
  })

  it.each([
    ['inbound', 'sns:Publish', false],
    ['pause', 'sns:Publish', false],
    ['agent-ws', 'sns:Publish', false],
    ['live', 'sns:Publish', false],
    ['dispatch', 'sns:Publish', true],
    ['clock', 'sns:Publish', true],
    ['live', 'dynamodb:PutItem', false],
    ['inbound', 'dynamodb:BatchGetItem', false],
    ['pause', 'dynamodb:BatchGetItem', true],
    ['inbound', 'dynamodb:GetRecords', false],
    ['dispatch', 'dynamodb:GetRecords', true],
  ])('lets %s do %s: %s', (name, action, may) => {
    const role = resources[functionOf(name).Role['Fn::GetAtt'][0]]!

    expect(JSON.stringify(role).includes(`"${action}"`)).toBe(may)
  })

  it('lets only its own services call the functions', () => {
    for (const [, { Properties }] of ofType('AWS::Lambda::Permission')) expect(Properties.SourceArn).toBeDefined()
  })
})

/** What stands where CloudFormation would put a value. */
function placeholder(value: unknown): string {
  if (typeof value === 'string') return value
  const { Ref, 'Fn::Sub': text } = value as { Ref?: string; 'Fn::Sub'?: string }
  if (text !== undefined) return text.replace(/\$\{[^}]+\}/g, 'some')
  return resources[Ref!]?.Type === 'AWS::SNS::Topic' ? 'arn:aws:sns:eu-central-1:000000000000:topic' : 'some'
}
