import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientFrame } from '../../lib/protocol/frames.ts'
import { type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { ROOT } from '../../scripts/assemble.ts'
import { OPERATIONS } from '../support/operations.ts'
import { aboutPermissions } from './complaints/permissions.ts'
import { packaged } from './deployment.ts'
import { PERMITTED } from './planted/permitted.ts'
import { aCloud, type Cloud } from './recording/cloud.ts'
import { everything } from './recording/story.ts'
import { functionOf, functionsOf, ofType, statementsOf, symbolOf, type Template } from './template.ts'

/** Sent by a signed request without a command of the SDK: lib/aws/asker.ts. */
const SIGNED = ['Invoke']

/** Bundling takes seconds, and many times that if all tests run at once. */
const PACKAGING_MS = 180_000

let template: Template
let cloud: Cloud

beforeAll(async () => {
  const deployed = await packaged()
  await deployed.remove()
  template = deployed.template
  cloud = await aCloud(template)
  await everything(cloud)
}, PACKAGING_MS)
afterAll(async () => await cloud.close())

describe('the recorded story', () => {
  it('calls every route, and sends every frame', () => {
    const specified = Object.values<RouteSpec>(routes).map(({ method, path }) => `${method} ${path}`)
    const frames = ClientFrame.options.map(option => option.shape.type.value)

    expect(cloud.answered).toEqual(new Set([...specified, ...frames]))
  })

  it('makes every call that the adapters can make, and no others', async () => {
    const known = await commandsIn('lib/dynamo', 'lib/aws')
    const made = new Set(cloud.calls.map(({ operation }) => operation))

    expect(known.length).toBeGreaterThan(5)
    expect(made).toEqual(new Set([...known, ...SIGNED]))
  })

  it('uses every method of the store', () => {
    expect(new Set(cloud.stored)).toEqual(new Set(cloud.storeMethods))
  })

  it('sends more than one alert', () => {
    expect(cloud.notices.length).toBeGreaterThan(1)
  })
})

describe('permissions', () => {
  it('are exactly what each function needs', () => {
    expect(aboutPermissions(template, cloud.calls)).toEqual([])
  })

  it.each(PERMITTED)('are reported if planted wrong: $what', ({ plant, complaint }) => {
    const planted = { template: structuredClone(template), calls: [...cloud.calls] }
    plant(planted.template, planted.calls)

    expect(aboutPermissions(planted.template, planted.calls)).toContainEqual(expect.stringMatching(complaint))
  })

  it('are in one role per function, with named actions on named resources', () => {
    const roles = new Map(ofType(template, 'AWS::IAM::Role').map(([id, { Properties }]) => [id, Properties]))
    const used = functionsOf(template).map(({ Role }) => Role['Fn::GetAtt'][0])

    expect(used).toHaveLength(new Set(used).size)
    // SNS logs its deliveries with the other role.
    expect(new Set([...used, 'AlertDeliveryRole'])).toEqual(new Set(roles.keys()))
    for (const { Policies, ManagedPolicyArns } of roles.values()) {
      expect(ManagedPolicyArns).toBeUndefined()
      for (const { Effect, Action, Resource } of Policies.flatMap(policy => policy.PolicyDocument.Statement)) {
        expect(Effect).toBe('Allow')
        for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
        // Never a resource of another deployment, another stage or another kind.
        for (const resource of [Resource].flat()) expect(JSON.stringify(resource)).toMatch(/Fn::GetAtt|Ref|Fn::Sub/)
      }
    }
  })

  it('let SNS write only the logs of the alerts', () => {
    const { AssumeRolePolicyDocument, Policies } = template.Resources.AlertDeliveryRole!.Properties
    const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

    expect(JSON.stringify(AssumeRolePolicyDocument)).toContain('"Service":"sns.amazonaws.com"')
    expect(statements).toHaveLength(1)
    const [{ Action, Resource }] = statements as [(typeof statements)[number]]
    for (const action of [Action].flat()) expect(action).toMatch(/^logs:(Create|Put)/)
    expect(symbolOf(Resource)).toMatch(
      /:log-group:sns\/\{AWS::Region\}\/\{AWS::AccountId\}\/\{AWS::StackName\}-AlertTopic-\*$/,
    )
  })

  it.each([
    ['inbound', 'sns:Publish', false],
    ['pause', 'sns:Publish', false],
    ['agent-ws', 'sns:Publish', false],
    ['live', 'sns:Publish', false],
    ['dispatch', 'sns:Publish', true],
    ['dispatch', 'sns:Subscribe', false],
    ['setup', 'sns:Subscribe', true],
    ['setup', 'sns:Publish', false],
    ['clock', 'sns:Publish', true],
    ['live', 'dynamodb:PutItem', false],
    ['inbound', 'dynamodb:BatchGetItem', false],
    ['pause', 'dynamodb:BatchGetItem', true],
    ['inbound', 'dynamodb:GetRecords', false],
    ['agent-ws', 'lambda:InvokeFunction', true],
    ['ask', 'lambda:InvokeFunction', false],
    ['dispatch', 'dynamodb:GetRecords', true],
  ])('let %s do %s: %s', (name, action, may) => {
    const actions = statementsOf(template, functionOf(template, name)).flatMap(({ Action }) => Action)

    expect(actions.includes(action)).toBe(may)
  })
})

/** The operations whose commands the sources of these folders create. */
async function commandsIn(...folders: readonly string[]): Promise<string[]> {
  const sources = folders.map(async folder => {
    const files = (await readdir(join(ROOT, folder))).filter(file => /(?<!\.test)\.ts$/.test(file))
    return await Promise.all(files.map(file => readFile(join(ROOT, folder, file), 'utf8')))
  })
  const text = (await Promise.all(sources)).flat().join('\n')
  const names = [...text.matchAll(/new (\w+)Command\(/g)].map(([, name = '']) => OPERATIONS[name] ?? name)
  return [...new Set(names)]
}
