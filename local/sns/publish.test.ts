import {
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SubscribeCommand,
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

describe('publishing', () => {
  it("reaches the agents' e-mail address without further setup", async () => {
    const { MessageId } = await publish({
      Subject: 'A person waits',
      Message: 'Ünï <b> & "quotes"\nsecond line + %41',
      MessageAttributes: { botId: string('b1'), waiting: { DataType: 'Number', StringValue: '3' } },
    })

    expect(MessageId).toMatch(/^[\da-f-]{36}$/)
    expect(await sns.letters()).toEqual([
      {
        id: 1,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        protocol: 'email',
        to: 'agents@example.test',
        subject: 'A person waits',
        body: 'Ünï <b> & "quotes"\nsecond line + %41',
        attributes: { botId: 'b1', waiting: '3' },
      },
    ])
  })

  it('uses the text for each protocol', async () => {
    await sns.client.send(new SubscribeCommand({ TopicArn: sns.topicArn, Protocol: 'sms', Endpoint: '+491701234567' }))
    const Message = JSON.stringify({ default: 'any', email: 'a letter', sms: 'short', lambda: 7 })
    await publish({ Message, MessageStructure: 'json', Subject: 'S' })
    await publish({ Message: '{"default":"for all"}', MessageStructure: 'json' })

    expect((await sns.letters()).map(({ protocol, to, subject, body }) => [protocol, to, subject, body])).toEqual([
      ['email', 'agents@example.test', 'S', 'a letter'],
      ['sms', '+491701234567', undefined, 'short'],
      ['email', 'agents@example.test', undefined, 'for all'],
      ['sms', '+491701234567', undefined, 'for all'],
    ])
  })

  it('to a telephone number needs no topic, and refuses a malformed number', async () => {
    await sns.client.send(new PublishCommand({ PhoneNumber: '+491701234567', Message: 'hi' }))

    expect(await sns.letters()).toMatchObject([{ protocol: 'sms', to: '+491701234567', body: 'hi' }])
    await expect(sns.client.send(new PublishCommand({ PhoneNumber: 'call me', Message: 'hi' }))).rejects.toThrow(
      'PhoneNumber',
    )
  })

  it.each([
    ['an empty subject', { Subject: '' }, 'Subject'],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'Subject'],
    ['a line break in a subject', { Subject: 'two\nlines' }, 'Subject'],
    ['a control character in a subject', { Subject: 'bell\u0007' }, 'Subject'],
    ['a subject beyond ASCII', { Subject: 'Grüße' }, 'Subject'],
    ['an empty message', { Message: '' }, 'Empty message'],
    ['a message over 256 KB', { Message: 'x'.repeat(256 * 1024 + 1) }, 'Message too long'],
    ['a message over 256 KB in bytes', { Message: 'ä'.repeat(128 * 1024 + 1) }, 'Message too long'],
    [
      'a long attribute',
      { Message: 'x'.repeat(256 * 1024 - 9), MessageAttributes: { a: string('xyz') } },
      'Message too long',
    ],
    ['an unknown structure', { MessageStructure: 'xml' }, 'MessageStructure'],
    ['a structure that is not JSON', { MessageStructure: 'json', Message: '{' }, 'failed to parse'],
    ['a structure with no default', { MessageStructure: 'json', Message: '{"email":"x"}' }, 'No default entry'],
    ['a default that is not text', { MessageStructure: 'json', Message: '{"default":{}}' }, 'No default entry'],
    ['a structure that is not an object', { MessageStructure: 'json', Message: '"default"' }, 'No default entry'],
    ['a malformed ARN', { TopicArn: 'topic' }, 'TopicArn'],
  ])('refuses %s', async (_, input, message) => {
    await expect(publish(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    })
    expect(await sns.letters()).toEqual([])
  })

  it('accepts subjects and messages at the limits', async () => {
    await publish({ Subject: 'x'.repeat(99), Message: 'x'.repeat(256 * 1024) })
    await publish({ Message: 'x'.repeat(256 * 1024 - 10), MessageAttributes: { a: string('xyz') } })

    expect(await sns.letters()).toHaveLength(2)
  })

  it('to an unknown topic fails with a typed NotFoundException', async () => {
    const failure = await publish({ TopicArn: `${sns.topicArn}-not` }).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(NotFoundException)
    expect(failure).toMatchObject({ $metadata: { httpStatusCode: 404 }, message: 'Topic does not exist' })
  })

  it.each([
    ['no type', { DataType: '', StringValue: 'x' }, 'non-empty attribute type'],
    ['an unknown type', { DataType: 'Float', StringValue: '1' }, 'invalid message attribute type'],
    ['an empty value', { DataType: 'String', StringValue: '' }, 'non-empty message attribute value'],
    ['text for a number', { DataType: 'Number', StringValue: '1O' }, 'cast'],
    ['an object for a list', { DataType: 'String.Array', StringValue: '{}' }, 'JSON array'],
    ['text for bytes', { DataType: 'Binary', StringValue: 'x' }, 'non-empty message attribute value'],
  ])('refuses an attribute with %s', async (_, attribute, message) => {
    await expect(publish({ MessageAttributes: { a: attribute } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    })
  })

  it.each(['.a', 'a.', 'a..b', 'AWS.a', 'amazon.b', 'sp ace', 'x'.repeat(257)])(
    'refuses the attribute name %j',
    async name => {
      await expect(publish({ MessageAttributes: { [name]: string('x') } })).rejects.toThrow('attribute name')
    },
  )

  it('keeps a binary attribute', async () => {
    await publish({ MessageAttributes: { b: { DataType: 'Binary', BinaryValue: Buffer.from([1, 255]) } } })

    expect(await sns.letters()).toMatchObject([{ attributes: { b: 'Af8=' } }])
  })
})

describe('publishing a batch', () => {
  const batch = (...entries: { Id: string; Message?: string; Subject?: string }[]) =>
    sns.client.send(
      new PublishBatchCommand({
        TopicArn: sns.topicArn,
        PublishBatchRequestEntries: entries.map(entry => ({ Message: 'm', ...entry })),
      }),
    )

  it('returns the outcome of each entry', async () => {
    const { Successful, Failed } = await batch(
      { Id: 'a' },
      { Id: 'b', Subject: 'two\nlines' },
      { Id: 'c', Message: 'last' },
    )

    expect(Successful?.map(({ Id, MessageId }) => [Id, typeof MessageId])).toEqual([
      ['a', 'string'],
      ['c', 'string'],
    ])
    expect(Failed).toEqual([
      { Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Subject', SenderFault: true },
    ])
    expect((await sns.letters()).map(letter => letter.body)).toEqual(['m', 'last'])
  })

  it('keeps ten entries in order', async () => {
    await batch(...Array.from({ length: 10 }, (_, n) => ({ Id: `i${n}`, Message: `m${n}` })))

    expect((await sns.letters()).map(letter => letter.body)).toEqual(Array.from({ length: 10 }, (_, n) => `m${n}`))
  })

  it.each([
    ['no entry', [], 'EmptyBatchRequestException'],
    ['eleven entries', Array.from({ length: 11 }, (_, n) => ({ Id: `${n}` })), 'TooManyEntriesInBatchRequestException'],
    ['an id twice', [{ Id: 'a' }, { Id: 'a' }], 'BatchEntryIdsNotDistinctException'],
    ['a malformed id', [{ Id: 'a b' }], 'InvalidBatchEntryIdException'],
    [
      'more than 256 KB together',
      [1, 2, 3].map(n => ({ Id: `${n}`, Message: 'x'.repeat(100_000) })),
      'BatchRequestTooLongException',
    ],
  ])('refuses the whole batch for %s', async (_, entries, name) => {
    await expect(batch(...entries)).rejects.toMatchObject({ name })
    expect(await sns.letters()).toEqual([])
  })
})
