import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Packaged, packaged } from './deployment.ts'
import { functionOf, functionsOf, ofType, statementsOf } from './template.ts'

let deployed: Packaged

beforeAll(async () => {
  deployed = await packaged()
})
afterAll(async () => await deployed.remove())

describe('permissions', () => {
  it('are a role of its own for each function, which may do named things to named resources', () => {
    const roles = new Map(ofType(deployed.template, 'AWS::IAM::Role').map(([id, { Properties }]) => [id, Properties]))
    const used = functionsOf(deployed.template).map(({ Role }) => Role['Fn::GetAtt'][0])

    expect(used).toHaveLength(new Set(used).size)
    expect(new Set(used)).toEqual(new Set(roles.keys()))
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
  ])('let %s do %s: %s', (name, action, may) => {
    const actions = statementsOf(deployed.template, functionOf(deployed.template, name)).flatMap(({ Action }) => Action)

    expect(actions.includes(action)).toBe(may)
  })
})
