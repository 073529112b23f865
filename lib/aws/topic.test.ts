import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_POLICIES } from '../../local/sns/registry.ts'
import { anSns, aSubscriber } from '../../local/sns/test-sns.ts'
import { manualClock, minutes } from '../../test/support/clock.ts'
import type { AlertTopic, SubscribeOutcome } from '../ports/subscriptions.ts'
import { snsTopic } from './topic.ts'

const clock = manualClock()
let sns: Awaited<ReturnType<typeof anSns>>
let topic: AlertTopic
beforeEach(async () => {
  sns = await anSns({ now: () => new Date(clock.now()) })
  topic = snsTopic(sns.client, sns.topicArn)
})
afterEach(() => sns.end())

const ana = { protocol: 'email', endpoint: 'ana@example.test', botId: 'shop' } as const
const phone = { protocol: 'sms', endpoint: '+491701234567', botId: 'shop' } as const
const urgent = { filter: { priority: ['urgent'] as ['urgent'] } }

const idOf = (outcome: SubscribeOutcome) => {
  if (outcome.status !== 'subscribed') throw new Error(`not subscribed: ${JSON.stringify(outcome)}`)
  return outcome.id
}
const subscribed = async (wanted: Parameters<AlertTopic['subscribe']>[0]) => idOf(await topic.subscribe(wanted))
const arnOf = (id: string) => `${sns.topicArn}:${id.slice('sub_'.length)}`
const publish = async (attributes: Record<string, string>) =>
  await sns.client.send(
    new PublishCommand({
      TopicArn: sns.topicArn,
      Message: JSON.stringify(attributes),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  )
const lettersTo = async (who: string) => (await sns.letters()).filter(({ to }) => to === who)
const confirm = async (who: string) => {
  const letter = (await lettersTo(who)).at(-1)
  expect((await fetch(/http\S+Action\S+/.exec(letter!.body)![0])).status).toBe(200)
}

describe('a subscription', () => {
  it('is pending until its owner confirms it, under the same id', async () => {
    const id = await subscribed({ ...ana, ...urgent })

    expect(id).toMatch(/^sub_[\w-]{36}$/)
    expect(await topic.read(id)).toEqual({ status: 'pending', scope: { botId: 'shop', ...urgent } })
    await confirm(ana.endpoint)
    expect(await topic.read(id)).toEqual({ status: 'confirmed', scope: { botId: 'shop', ...urgent } })
  })

  it('of a phone needs no confirmation', async () => {
    const id = await subscribed({ ...phone, filter: {} })

    expect(await topic.read(id)).toEqual({ status: 'confirmed', scope: { botId: 'shop', filter: {} } })
  })

  it('of a URL is confirmed by the link that its server gets, which the outbox shows too', async () => {
    const server = await aSubscriber()
    const id = await subscribed({ protocol: 'https', endpoint: server.url, botId: 'shop', filter: {} })

    const { SubscribeURL } = JSON.parse((await server.nth(1)).body) as { SubscribeURL: string }
    expect(await lettersTo(server.url)).toMatchObject([
      { protocol: 'https', body: expect.stringContaining(SubscribeURL) },
    ])
    expect((await topic.read(id)).status).toBe('pending')
    await confirm(server.url)
    expect((await topic.read(id)).status).toBe('confirmed')
    await publish({ botId: 'shop' })
    expect((await server.nth(2)).headers['x-amz-sns-subscription-arn']).toBe(arnOf(id))
    await server.close()
  })

  it('gets the alerts of its bot that pass its filter, and no others', async () => {
    await subscribed({ ...phone, filter: { priority: ['high', 'urgent'], channel: ['web'] } })

    await publish({ botId: 'shop', priority: 'urgent', channel: 'web' })
    await publish({ botId: 'bank', priority: 'urgent', channel: 'web' })
    await publish({ botId: 'shop', priority: 'low', channel: 'web' })
    await publish({ botId: 'shop', priority: 'urgent' })

    expect(await lettersTo(phone.endpoint)).toHaveLength(1)
  })

  it('has ended once its owner has unsubscribed', async () => {
    const id = await subscribed({ ...phone, filter: {} })
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(id) }))

    expect(await topic.read(id)).toEqual({ status: 'ended' })
  })

  it('has ended if nobody confirmed it within two days', async () => {
    const id = await subscribed({ ...ana, filter: {} })
    clock.advance(minutes(49 * 60))

    expect(await topic.read(id)).toEqual({ status: 'ended' })
    const again = await subscribed({ ...ana, ...urgent })
    expect(again).not.toBe(id)
    expect((await topic.read(again)).status).toBe('pending')
  })

  it.each([
    ['without a policy', ''],
    ['with a policy about two bots', '{"botId":["shop","bank"]}'],
    ['with a policy about no bot', '{"priority":["high"]}'],
    ['with a policy that is no list of values', '{"botId":["shop"],"channel":[{"prefix":"w"}]}'],
    ['with a policy about another field', '{"botId":["shop"],"colour":["red"]}'],
  ])('%s has no scope', async (_, policy) => {
    const id = await subscribed({ ...phone, filter: {} })
    const change = { AttributeName: 'FilterPolicy', AttributeValue: policy }
    await sns.client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(id), ...change }))

    expect(await topic.read(id)).toEqual({ status: 'confirmed' })
  })
})

describe('subscribing an address again', () => {
  it('with the same scope returns the same id, and asks again if it is pending', async () => {
    const id = await subscribed({ ...ana, ...urgent })
    expect(await subscribed({ ...ana, ...urgent })).toBe(id)
    expect(await lettersTo(ana.endpoint)).toHaveLength(2)

    await confirm(ana.endpoint)
    expect(await subscribed({ ...ana, ...urgent })).toBe(id)
    expect(await lettersTo(ana.endpoint)).toHaveLength(2)
  })

  it('with another scope is refused, with the bot that has it', async () => {
    const id = await subscribed({ ...ana, ...urgent })

    expect(await topic.subscribe({ ...ana, filter: {} })).toEqual({ status: 'taken', id, botId: 'shop' })
    expect(await topic.subscribe({ ...ana, ...urgent, botId: 'bank' })).toEqual({ status: 'taken', id, botId: 'shop' })
    expect(await topic.read(id)).toEqual({ status: 'pending', scope: { botId: 'shop', ...urgent } })
  })

  it('is refused without a bot if somebody subscribed it outside Interlude', async () => {
    await sns.client.send(new SubscribeCommand({ TopicArn: sns.topicArn, Protocol: 'sms', Endpoint: phone.endpoint }))

    expect(await topic.subscribe({ ...phone, filter: {} })).toEqual({ status: 'taken', id: expect.any(String) })
  })
})

describe('changing a filter', () => {
  it('takes effect with the next alert', async () => {
    const id = await subscribed({ ...phone, filter: {} })

    expect(await topic.setScope(id, { botId: 'shop', ...urgent })).toEqual({ status: 'done' })
    await publish({ botId: 'shop', priority: 'low' })
    await publish({ botId: 'shop', priority: 'urgent' })
    expect((await lettersTo(phone.endpoint)).map(({ body }) => body)).toEqual(['{"botId":"shop","priority":"urgent"}'])
  })

  it('returns gone for a subscription that ended, and the reason for a filter that SNS refuses', async () => {
    const id = await subscribed({ ...phone, filter: {} })
    const many = Array.from({ length: 151 }, (_, number) => `t${number}`)

    expect(await topic.setScope(id, { botId: 'shop', filter: { trigger: many } })).toEqual({
      status: 'refused',
      reason: expect.stringContaining('too complex'),
    })
    await topic.remove(id)
    expect(await topic.setScope(id, { botId: 'shop', filter: {} })).toEqual({ status: 'gone' })
  })
})

describe('removing a subscription', () => {
  it('ends it', async () => {
    const id = await subscribed({ ...phone, filter: {} })

    expect(await topic.remove(id)).toEqual({ status: 'done' })
    expect(await topic.read(id)).toEqual({ status: 'ended' })
    expect((await topic.remove(id)).status).toBe('done')
  })

  it('that is pending lets no alert pass, even if it is confirmed later', async () => {
    const id = await subscribed({ ...ana, filter: {} })

    expect(await topic.remove(id)).toEqual({ status: 'done' })
    await confirm(ana.endpoint)
    await publish({ botId: 'shop' })
    expect(await lettersTo(ana.endpoint)).toHaveLength(1)
    expect((await topic.read(id)).scope?.botId).not.toBe('shop')
  })

  it('that is pending lets its address be subscribed again, for any bot', async () => {
    const id = await subscribed({ ...ana, filter: {} })
    await topic.remove(id)

    expect(await topic.subscribe({ ...ana, ...urgent, botId: 'bank' })).toEqual({ status: 'subscribed', id })
    expect((await topic.read(id)).scope).toEqual({ botId: 'bank', ...urgent })
    await confirm(ana.endpoint)
    await publish({ botId: 'bank', priority: 'urgent' })
    expect(await lettersTo(ana.endpoint)).toHaveLength(3)
  })
})

describe('a topic', () => {
  it('names the reason for an address that it refuses', async () => {
    const elsewhere = { protocol: 'https', endpoint: 'https://hooks.example.com/', botId: 'shop', filter: {} } as const

    expect(await topic.subscribe(elsewhere)).toEqual({
      status: 'refused',
      reason: expect.stringMatching(/^Endpoint Reason: only addresses of this machine/),
    })
  })

  it('is full once it has as many filters as SNS allows', async () => {
    for (let n = 0; n < MAX_POLICIES; n++) await subscribed({ ...phone, endpoint: `+4917010000${n}`, filter: {} })

    expect(await topic.subscribe({ ...ana, filter: {} })).toEqual({ status: 'full' })
    const page = await sns.client.send(new ListSubscriptionsByTopicCommand({ TopicArn: sns.topicArn }))
    expect([page.Subscriptions?.length, page.NextToken]).toEqual([100, '100'])
  })

  it('that cannot be reached is alerts.unavailable, and one that does not exist is not', async () => {
    const client = new SNSClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
    })
    const lost = snsTopic(client, sns.topicArn)
    const missing = snsTopic(sns.client, `${sns.topicArn}-of-nobody`)

    const unavailable = expect.objectContaining({ code: 'alerts.unavailable', status: 503 })
    await expect(lost.subscribe({ ...ana, filter: {} })).rejects.toEqual(unavailable)
    await expect(lost.read('sub_1')).rejects.toEqual(unavailable)
    await expect(lost.setScope('sub_1', { botId: 'shop', filter: {} })).rejects.toEqual(unavailable)
    await expect(lost.remove('sub_1')).rejects.toEqual(unavailable)
    await expect(missing.subscribe({ ...ana, filter: {} })).rejects.toMatchObject({ name: 'NotFoundException' })
  })
})
