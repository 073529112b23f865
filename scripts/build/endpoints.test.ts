import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { endpointsOf } from './endpoints.ts'

const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-2', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1']
const parameters = { UseDualStack: false, UseFIPS: false }

describe.each([
  ['dynamodb', new DynamoDBClient({ region: 'us-east-1' })],
  ['sns', new SNSClient({ region: 'us-east-1' })],
] as const)('the endpoint of %s', (service, client) => {
  it.each(REGIONS)('is the one that the SDK resolves in %s', Region => {
    const resolved = client.config.endpointProvider({ ...parameters, Region })
    expect(endpointsOf(service)({ Region }).url.href).toBe(resolved.url.href)
  })

  it('is the one that the SDK resolves for a custom endpoint', () => {
    const asked = { ...parameters, Region: 'eu-central-1', Endpoint: 'http://127.0.0.1:8000/prod' }
    expect(endpointsOf(service)(asked).url.href).toBe(client.config.endpointProvider(asked).url.href)
  })
})
