import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { START } from '../../test/support/clock.ts'
import { calls, dynamo, resetDynamo, store } from '../../test/support/dynamo-mock.ts'
import { newSession, type Session } from '../session/session.ts'
import { keys } from './keys.ts'

beforeEach(resetDynamo)

describe('a page of a list', () => {
  const stored = (session: Session) => ({ ...keys.state(session.id), ...encoded(session) })
  const encoded = (session: Session) => ({
    b: session.botId,
    a: JSON.stringify([session.channel, session.userId]),
    ct: START,
    r: 1,
    le: session.lastEventAt,
  })
  const people = ['one', 'two', 'three'].map((userId, index) => ({
    ...newSession({ botId: 'shop', channel: 'web', userId }, START),
    lastEventAt: START + index,
  }))
  const listed = () => store.list({ botId: 'shop', status: 'all', limit: 10 })

  beforeEach(() => {
    dynamo.on(QueryCommand).resolves({ Items: [] })
    dynamo
      .on(QueryCommand, { ExpressionAttributeValues: { ':hash': 'shop#0' } })
      .resolves({ Items: people.map(({ id }) => ({ ...keys.state(id), rP: 'shop#0', rS: `029459880#${id}` })) })
  })

  it('requests unprocessed keys of a batch again, and keeps the order', async () => {
    const [one, two, three] = people.map(stored)
    const left = { interlude: { Keys: [keys.state(people[0]!.id), keys.state(people[2]!.id)] } }
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { interlude: [two!] }, UnprocessedKeys: left })
      .resolvesOnce({ Responses: {}, UnprocessedKeys: left })
      .resolvesOnce({ Responses: { interlude: [one!, three!] } })

    expect((await listed()).items.map(({ userId }) => userId)).toEqual(['three', 'two', 'one'])

    const requests = dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems!.interlude!.Keys)
    expect(requests.slice(1)).toEqual([left.interlude.Keys, left.interlude.Keys])
  })

  it('omits items that are gone', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: [stored(people[1]!)] } })

    expect((await listed()).items.map(({ userId }) => userId)).toEqual(['two'])
  })

  it('throws store.unavailable if a batch never finishes', async () => {
    const left = { interlude: { Keys: [keys.state(people[0]!.id)] } }
    dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: left })

    await expect(listed()).rejects.toMatchObject({ code: 'store.unavailable' })
  })

  it('queries each shard, and reads the page in one batch', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: people.map(stored) } })

    await listed()

    expect(calls()).toEqual(['QueryCommand', 'QueryCommand', 'QueryCommand', 'QueryCommand', 'BatchGetCommand'])
  })

  it.each(['', 'garbage', Buffer.from('SES#x').toString('base64url')])(
    'refuses a cursor that the store did not issue: %o',
    async cursor => {
      await expect(store.list({ botId: 'shop', status: 'all', limit: 2, cursor })).rejects.toMatchObject({
        code: 'request.invalid',
        fields: [{ path: 'cursor' }],
      })
      await expect(store.handoffs({ botId: 'shop', limit: 2, cursor })).rejects.toMatchObject({
        code: 'request.invalid',
      })
    },
  )
})

describe('a count of a list', () => {
  const limits = () => dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input.Limit)
  const partitions = () =>
    dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExpressionAttributeValues?.[':hash'])

  it('examines no more keys than it counts, over all shards together', async () => {
    dynamo.on(QueryCommand).resolvesOnce({ Count: 60 }).resolvesOnce({ Count: 0 }).resolvesOnce({ Count: 40 })

    expect(await store.count({ botId: 'shop', status: 'pending', most: 100 })).toBe(100)

    expect(partitions()).toEqual([0, 1, 2].map(shard => `shop#w#${shard}`))
    expect(limits()).toEqual([100, 40, 40])
    for (const { args } of dynamo.commandCalls(QueryCommand)) {
      expect(args[0].input).toMatchObject({ IndexName: 'held', Select: 'COUNT' })
    }
  })

  it('continues in a shard whose answer ended early', async () => {
    const LastEvaluatedKey = keys.state(`ses_${'x'.repeat(22)}`)
    const answers = [{ Count: 5, LastEvaluatedKey }, { Count: 2 }, { Count: 0 }, { Count: 0 }, { Count: 0 }]
    dynamo.on(QueryCommand).callsFake(() => answers[dynamo.commandCalls(QueryCommand).length - 1])

    expect(await store.count({ botId: 'shop', status: 'all', most: 100 })).toBe(7)

    expect(partitions()).toEqual(['shop#0', 'shop#0', 'shop#1', 'shop#2', 'shop#3'])
  })

  it("queries one partition for an agent's conversations, with an id of any text", async () => {
    dynamo.on(QueryCommand).resolves({ Count: 3 })

    expect(await store.count({ botId: 'shop', status: 'assigned', agentId: '#'.repeat(5_000), most: 100 })).toBe(3)

    expect(partitions()).toEqual([expect.stringMatching(/^shop#a#[\w-]{16}$/)])
  })
})
