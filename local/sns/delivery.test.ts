import { PublishCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anSns, aSubscriber } from './test-sns.ts'

let sns: Awaited<ReturnType<typeof anSns>>
const subscribers: Awaited<ReturnType<typeof aSubscriber>>[] = []
beforeEach(async () => {
  sns = await anSns()
})
afterEach(async () => {
  await Promise.all([sns.end(), ...subscribers.splice(0).map(subscriber => subscriber.close())])
})

const subscribed = async (statuses: number[] = [], Attributes: Record<string, string> = {}) => {
  const subscriber = await aSubscriber(statuses)
  subscribers.push(subscriber)
  const { SubscriptionArn } = await sns.client.send(
    new SubscribeCommand({
      TopicArn: sns.topicArn,
      Protocol: 'http',
      Endpoint: subscriber.url,
      ReturnSubscriptionArn: true,
      Attributes,
    }),
  )
  const asked = await subscriber.nth(1)
  return { ...subscriber, SubscriptionArn: SubscriptionArn ?? '', asked }
}
const confirmed = async (statuses: number[] = [], attributes: Record<string, string> = {}) => {
  const it = await subscribed([200, ...statuses], attributes)
  await fetch((JSON.parse(it.asked.body) as { SubscribeURL: string }).SubscribeURL)
  return it
}
const publish = (Message: string) =>
  sns.client.send(new PublishCommand({ TopicArn: sns.topicArn, Message, Subject: 'S' }))

describe('a subscriber over HTTP', () => {
  it('is asked to confirm, and gets no message before it does', async () => {
    const { asked, nth, heard } = await subscribed()
    expect(asked.headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': sns.topicArn,
      'content-type': 'text/plain; charset=UTF-8',
    })
    const body = JSON.parse(asked.body) as Record<string, string>
    expect(body).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn: sns.topicArn, Token: expect.any(String) })

    await publish('too early')
    expect((await fetch(body.SubscribeURL!)).status).toBe(200)
    await publish('in time')
    await nth(2)
    expect(heard.map(request => JSON.parse(request.body).Message)).toEqual([expect.any(String), 'in time'])
  })

  it('gets the documented fields and headers', async () => {
    const { nth, SubscriptionArn } = await confirmed()
    const { MessageId } = await sns.client.send(
      new PublishCommand({
        TopicArn: sns.topicArn,
        Message: '{"default":"d","http":"for machines"}',
        MessageStructure: 'json',
        Subject: 'S',
        MessageAttributes: { botId: { DataType: 'String', StringValue: 'b1' } },
      }),
    )
    const { headers, body } = await nth(2)

    expect(headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': MessageId,
      'x-amz-sns-topic-arn': sns.topicArn,
      'x-amz-sns-subscription-arn': SubscriptionArn,
    })
    expect(JSON.parse(body)).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: sns.topicArn,
      Subject: 'S',
      Message: 'for machines',
      Timestamp: expect.stringMatching(/Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.any(String),
      UnsubscribeURL: expect.stringContaining(encodeURIComponent(SubscriptionArn)),
      MessageAttributes: { botId: { Type: 'String', Value: 'b1' } },
    })
  })

  it('gets the same message again after a retryable answer', async () => {
    const { nth } = await confirmed([503, 429, 200])
    const { MessageId } = await publish('again')
    await nth(4)

    const ids = await Promise.all([2, 3, 4].map(async n => JSON.parse((await nth(n)).body).MessageId))
    expect(ids).toEqual([MessageId, MessageId, MessageId])
  })

  it('misses a message after the last attempt or a refusal, and gets the next one', async () => {
    const { nth, heard } = await confirmed([500, 500, 500, 404])
    await publish('lost')
    await nth(4)
    await publish('refused')
    await nth(5)
    await publish('arrives')
    await nth(6)

    expect(heard.slice(1).map(request => JSON.parse(request.body).Message)).toEqual([
      ...['lost', 'lost', 'lost'],
      'refused',
      'arrives',
    ])
  })

  it('can get the message alone', async () => {
    const { nth } = await confirmed([], { RawMessageDelivery: 'true' })
    await publish('just this')

    expect(await nth(2)).toMatchObject({ body: 'just this', headers: { 'x-amz-sns-rawdelivery': 'true' } })
  })

  it('unsubscribes with the link in a message', async () => {
    const one = await confirmed()
    const two = await confirmed()
    await publish('first')
    const { UnsubscribeURL } = JSON.parse((await one.nth(2)).body) as { UnsubscribeURL: string }
    expect((await fetch(UnsubscribeURL)).status).toBe(200)
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn: one.SubscriptionArn }))
    await publish('second')
    await two.nth(3)

    expect(one.heard).toHaveLength(2)
  })

  it('that is down neither fails the publisher nor keeps the endpoint from closing', async () => {
    const gone = await confirmed()
    await gone.close()
    await publish('into the void')

    const letters = (await sns.letters()).filter(({ protocol }) => protocol === 'email')
    expect(letters).toMatchObject([{ body: 'into the void' }])
    await sns.close()
  })
})
