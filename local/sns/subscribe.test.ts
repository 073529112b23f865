import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anSns } from './test-sns.ts'

let sns: Awaited<ReturnType<typeof anSns>>
beforeEach(async () => {
  sns = await anSns()
})
afterEach(() => sns.end())

const publish = (input: Partial<PublishCommandInput>) =>
  sns.client.send(new PublishCommand({ TopicArn: sns.topicArn, Message: 'hello', ...input }))
const string = (StringValue: string) => ({ DataType: 'String', StringValue })

describe('subscribing', () => {
  const subscribe = (Protocol: string, Endpoint: string, Attributes?: Record<string, string>) =>
    sns.client.send(
      new SubscribeCommand({
        TopicArn: sns.topicArn,
        Protocol,
        Endpoint,
        ...(Attributes === undefined ? {} : { Attributes }),
      }),
    )

  it('by e-mail takes effect once the link in the letter is opened', async () => {
    expect(await subscribe('email', 'ana@example.test')).toMatchObject({ SubscriptionArn: 'pending confirmation' })
    const [letter] = await sns.letters()
    expect(letter).toMatchObject({ to: 'ana@example.test', subject: 'AWS Notification - Subscription Confirmation' })
    await publish({})
    expect((await sns.letters()).filter(({ to }) => to === 'ana@example.test')).toHaveLength(1)

    const link = /http\S+/.exec(letter!.body)![0]
    expect((await fetch(link)).status).toBe(200)
    await publish({})
    expect((await sns.letters()).filter(({ to }) => to === 'ana@example.test')).toHaveLength(2)
  })

  it('is listed, can be described and can be undone', async () => {
    await subscribe('email', 'ana@example.test')
    const { SubscriptionArn } = await subscribe('sms', '+49 (170) 1234567', { FilterPolicy: '{"botId":["b1"]}' })

    const { Subscriptions } = await sns.client.send(new ListSubscriptionsByTopicCommand({ TopicArn: sns.topicArn }))
    expect(Subscriptions?.map(({ Protocol, Endpoint, SubscriptionArn: arn }) => [Protocol, Endpoint, arn])).toEqual([
      ['email', 'agents@example.test', expect.stringMatching(`^${sns.topicArn}:`)],
      ['email', 'ana@example.test', 'PendingConfirmation'],
      ['sms', '+491701234567', SubscriptionArn],
    ])
    const about = await sns.client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
    expect(about.Attributes).toMatchObject({
      TopicArn: sns.topicArn,
      Protocol: 'sms',
      PendingConfirmation: 'false',
      RawMessageDelivery: 'false',
      FilterPolicy: '{"botId":["b1"]}',
    })
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn }))
    await expect(sns.client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
    })
  })

  it('twice returns the same subscription, and refuses different attributes', async () => {
    const first = await subscribe('sms', '+491701234567')

    expect((await subscribe('sms', '+491701234567')).SubscriptionArn).toBe(first.SubscriptionArn)
    await expect(subscribe('sms', '+491701234567', { RawMessageDelivery: 'true' })).rejects.toThrow(
      'different attributes',
    )
  })

  it('twice returns the same subscription if the second request names no attributes', async () => {
    const first = await subscribe('sms', '+491701234567', { FilterPolicy: '{"botId":["b1"]}' })

    expect((await subscribe('sms', '+491701234567')).SubscriptionArn).toBe(first.SubscriptionArn)
  })

  it('by e-mail cannot be undone before it is confirmed', async () => {
    const input = { TopicArn: sns.topicArn, Protocol: 'email', Endpoint: 'ana@example.test' }
    const { SubscriptionArn } = await sns.client.send(new SubscribeCommand({ ...input, ReturnSubscriptionArn: true }))

    await expect(sns.client.send(new UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('pending confirmation'),
    })
  })

  it.each([
    ['email', 'nobody'],
    ['sms', '12'],
    ['http', 'https://127.0.0.1/'],
    ['http', 'http://example.com/'],
    ['https', 'https://127.0.0.1.example.com/'],
    ['http', 'not a url'],
    ['sqs', 'arn:aws:sqs:us-east-1:000000000000:q'],
  ])('refuses %s to %s', async (protocol, endpoint) => {
    await expect(subscribe(protocol, endpoint)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  it('delivers only messages that its filter policy passes', async () => {
    const { Subscriptions } = await sns.client.send(new ListSubscriptionsByTopicCommand({ TopicArn: sns.topicArn }))
    const SubscriptionArn = Subscriptions?.[0]?.SubscriptionArn
    const policy = (AttributeValue: string) =>
      sns.client.send(
        new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }),
      )

    await policy('{"botId":["b1"]}')
    await publish({ Message: 'other', MessageAttributes: { botId: string('b2') } })
    await publish({ Message: 'none' })
    await publish({ Message: 'mine', MessageAttributes: { botId: string('b1') } })
    expect((await sns.letters()).map(letter => letter.body)).toEqual(['mine'])
    await policy('{}')
    await publish({ Message: 'all again' })
    expect(await sns.letters()).toHaveLength(2)
    await expect(policy('{"botId":"b1"}')).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })

  it('refuses a wrong token, and creating a topic is idempotent', async () => {
    await expect(
      sns.client.send(new ConfirmSubscriptionCommand({ TopicArn: sns.topicArn, Token: 'guess' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid parameter: Token' })
    const { TopicArn } = await sns.client.send(new CreateTopicCommand({ Name: 'another' }))
    expect(TopicArn).toMatch(/:another$/)
    expect((await sns.client.send(new CreateTopicCommand({ Name: 'another' }))).TopicArn).toBe(TopicArn)
    await expect(sns.client.send(new CreateTopicCommand({ Name: 'no spaces' }))).rejects.toThrow('Topic Name')
  })
})
