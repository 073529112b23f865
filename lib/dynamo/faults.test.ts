import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { START } from '../../test/support/clock.ts'
import { agentSays, claimsDelivery, userSays } from '../../test/support/commands.ts'
import { calls, conversation, decided, dynamo, itemOf, resetDynamo, store } from '../../test/support/dynamo-mock.ts'
import type { Item } from './item.ts'

beforeEach(resetDynamo)

/** An error as the SDK throws it: its name, and the response of the service. */
const sdkError = (name: string, more: object = {}) =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...more })
const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'canceled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map(Code => ({ Code })),
  })

describe('the store on an error of DynamoDB', () => {
  it.each([
    canceled('ConditionalCheckFailed', 'None'),
    canceled('TransactionConflict', 'None'),
    canceled('None', 'TransactionConflict'),
    canceled('ConditionalCheckFailed', 'ThrottlingError'),
  ])('returns false for a commit that lost its race: %o', async error => {
    dynamo.on(TransactWriteCommand).rejects(error)

    expect(await store.commit(1, decided(conversation, userSays('hello')))).toBe(false)
  })

  it.each(['ConditionalCheckFailedException', 'TransactionConflictException'])(
    'returns false for a single update that lost its race: %s',
    async name => {
      dynamo.on(UpdateCommand).rejects(sdkError(name))

      expect(await store.setWatchers(1, conversation, [])).toBe(false)
    },
  )

  it.each([
    sdkError('ThrottlingException', { $metadata: { httpStatusCode: 400 } }),
    sdkError('ProvisionedThroughputExceededException'),
    sdkError('RequestLimitExceeded'),
    sdkError('InternalServerError', { $fault: 'server', $metadata: { httpStatusCode: 500 } }),
    sdkError('Whatever', { $metadata: { httpStatusCode: 503 } }),
    sdkError('TimeoutError'),
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
    canceled('ThrottlingError', 'None'),
  ])('throws store.unavailable, to be retried after a second: %o', async error => {
    dynamo.on(GetCommand).rejects(error).on(TransactWriteCommand).rejects(error).on(QueryCommand).rejects(error)
    const unavailable = { name: 'InterludeError', code: 'store.unavailable', retryAfterSeconds: 1, cause: error }

    await expect(store.load(conversation.id)).rejects.toMatchObject(unavailable)
    await expect(store.commit(1, decided(conversation, userSays('hello')))).rejects.toMatchObject(unavailable)
    await expect(store.due(START, 10)).rejects.toMatchObject(unavailable)
    await expect(store.bots({ limit: 100 })).rejects.toMatchObject(unavailable)
  })

  it.each([
    sdkError('ValidationException'),
    sdkError('AccessDeniedException'),
    sdkError('ResourceNotFoundException'),
    Object.assign(new TypeError('a mistake'), { code: 'ERR_INVALID_ARG_TYPE' }),
    canceled('ValidationError', 'None'),
  ])('rethrows an error that a retry cannot fix: %o', async error => {
    dynamo.on(GetCommand).rejects(error).on(TransactWriteCommand).rejects(error)

    await expect(store.load(conversation.id)).rejects.toBe(error)
    await expect(store.commit(1, decided(conversation, userSays('hello')))).rejects.toBe(error)
  })

  it('writes nothing outside the transaction that failed', async () => {
    dynamo.on(TransactWriteCommand).rejects(canceled('ThrottlingError'))

    await expect(store.commit(1, decided(conversation, userSays('hello')))).rejects.toThrow()

    expect(calls()).toEqual(['TransactWriteCommand'])
  })
})

describe('an update that the SDK repeated after a lost answer', () => {
  const { session } = decided(conversation, agentSays('hi', { delivery: 'people' }))
  const claimed = decided(session, claimsDelivery(1, { claimant: 'one' }))

  /** Commits against an item that equals the update's own write, with a change. */
  async function meeting(attempts: number, change: Item = {}) {
    await store.commit(3, claimed)
    const stored = { ...itemOf(dynamo.commandCalls(UpdateCommand)[0]!.args[0].input), ...change }
    const failed = { message: 'no', $metadata: { attempts }, Item: marshall(stored) }
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException(failed))
    return await store.commit(3, claimed)
  }

  it('counts as written if its condition met its own first try', async () => {
    expect(await meeting(2)).toBe(true)
  })

  it.each([
    ['its only try met an equal item', 1, {}],
    ['another dispatcher has claimed it', 2, { sd: '[1,"two",1,1]' }],
    ['other writes came since', 2, { v: 5 }],
  ])('does not count as written if %s', async (_, attempts, change) => {
    expect(await meeting(attempts, change)).toBe(false)
  })
})
