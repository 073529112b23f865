import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { newSession, type Session } from '../session/session.ts'
import { keys } from './table.ts'

import { calls, dynamo, resetDynamo, START, store } from './testkit.ts'

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

  it('asks again for what a batch left over, and keeps the order', async () => {
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

  it('leaves out what is gone', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: [stored(people[1]!)] } })

    expect((await listed()).items.map(({ userId }) => userId)).toEqual(['two'])
  })

  it('is unavailable where a batch is never finished', async () => {
    const left = { interlude: { Keys: [keys.state(people[0]!.id)] } }
    dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: left })

    await expect(listed()).rejects.toMatchObject({ code: 'store.unavailable' })
  })

  it('asks each shard, and reads the page in one batch', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: people.map(stored) } })

    await listed()

    expect(calls()).toEqual(['QueryCommand', 'QueryCommand', 'QueryCommand', 'QueryCommand', 'BatchGetCommand'])
  })

  it.each(['', 'garbage', Buffer.from('SES#x').toString('base64url')])(
    'refuses a cursor of its own making: %o',
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
