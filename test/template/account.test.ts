import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, it } from 'vitest'
import { accountOf, outputsOf, placeOf } from '../../scripts/account.ts'

const cloudFormation = mockClient(CloudFormationClient)
const sts = mockClient(STSClient)
const prod = placeOf(['--stage', 'prod'])

afterEach(() => {
  cloudFormation.reset()
  sts.reset()
})

describe('the account', () => {
  it('is that of the credentials', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '000000000000' })

    expect(await accountOf(prod)).toBe('000000000000')
  })

  it("throws AWS' message if the credentials have expired", async () => {
    const expired = Object.assign(new Error('The security token is expired'), { name: 'ExpiredTokenException' })
    sts.on(GetCallerIdentityCommand).rejects(expired)

    await expect(accountOf(prod)).rejects.toThrow(
      'AWS denied access: ExpiredTokenException: The security token is expired',
    )
  })
})

describe("a deployment's outputs", () => {
  it('are those of its stack', async () => {
    const Outputs = [{ OutputKey: 'TableName', OutputValue: 'interlude-prod-Table-1' }]
    const stack = { StackName: 'interlude-prod', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' } as const
    cloudFormation
      .on(DescribeStacksCommand, { StackName: 'interlude-prod' })
      .resolves({ Stacks: [{ ...stack, Outputs }] })

    expect(await outputsOf(prod)).toEqual({ TableName: 'interlude-prod-Table-1' })
  })

  it('are undefined without a stack', async () => {
    const missing = new Error('Stack with id interlude-prod does not exist')
    cloudFormation.on(DescribeStacksCommand).rejects(Object.assign(missing, { name: 'ValidationError' }))

    expect(await outputsOf(prod)).toBeUndefined()
  })

  it('throw if AWS denies access', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }))

    await expect(outputsOf(prod)).rejects.toThrow('no')
  })
})
