import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { ENDPOINT_FILE, TABLE } from '../../local/engine.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, WEBHOOK_SECRET } from './servers.ts'

const MAX_STATE_BYTES = 1536

describe('the STATE item over dynamodb', () => {
  const world = runningWorld('dynamodb')

  it('stays below 1,536 bytes in every phase of a conversation', async () => {
    const table = await world.keep(theTable(world.interlude.data))
    const brain = await world.keep(
      aBot(({ message }) => ({ replies: [{ type: 'text', text: `You said: ${message.text}` }] })),
    )
    const channel = await world.keep(aChannel())
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'deliver' } as const
    const bot = await world.bot('state', { connectorUrl: brain.url, channels: { hook } })
    const userId = '+491701234567890'
    const user = {
      fullName: 'Maximiliane von Hohenstein-Württemberg',
      avatarUrl: `https://cdn.example.org/pictures/${'a'.repeat(60)}.jpg`,
      language: 'de-DE',
      attributes: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`attribute_${n}`, 'x'.repeat(100)])),
    }
    const { session } = (await bot.receive(userId, { text: 'hello', user }, 'hook')).body
    const sizes: Record<string, number> = {}
    const measure = async (when: string) => {
      const { Item } = await table.get(session)
      sizes[when] = Math.max(sizes[when] ?? 0, bytesOf(Item))
    }

    for (let n = 0; n < 25; n++) {
      await bot.receive(
        userId,
        { id: crypto.randomUUID(), text: `message ${n}: ${'words and words '.repeat(20)}` },
        'hook',
      )
      await measure('25 messages')
    }
    await bot.receive(userId, { id: crypto.randomUUID(), text: 'x'.repeat(20_000) }, 'hook')
    await measure('a message of 20,000 characters')
    const agents = await Promise.all(['Ana', 'Ben', 'Cleo'].map(name => world.agent(bot, name)))
    for (const agent of agents) await agent.ask({ type: 'watch', session, cursor: 0 })
    await measure('three agents watch')
    await agents[0]!.ask({
      type: 'pause',
      id: crypto.randomUUID(),
      session,
      reason: 'wants a refund of order 4711, and is cross',
    })
    await measure('paused')
    for (let n = 0; n < 25; n++) {
      await agents[n % 3]!.say(session, `answer ${n}: ${'words and words '.repeat(20)}`)
      await bot.receive(userId, { id: crypto.randomUUID(), text: `question ${n}` }, 'hook')
      await measure('an agent talks')
    }
    await agents[1]!.ask({ type: 'unpause', id: crypto.randomUUID(), session, comment: 'refunded, all is well' })
    await measure('given back')
    await eventually('the handback', () => brain.calls.some(({ body }) => body.type === 'handback'))
    await bot.receive(userId, { id: crypto.randomUUID(), text: 'and on' }, 'hook')
    await measure('the bot again')

    console.info('bytes of a STATE item', sizes)
    expect(Object.keys(sizes)).toHaveLength(7)
    for (const [when, bytes] of Object.entries(sizes)) expect([when, bytes < MAX_STATE_BYTES]).toEqual([when, true])
    expect(Math.min(...Object.values(sizes))).toBeGreaterThan(300)
    // Each entry is an item of its own, and none is missing.
    const log = await bot.transcript(session)
    expect(await table.entriesOf(session)).toBe(log.length)
  })
})

/** The table behind a running Interlude. */
async function theTable(data: string) {
  const endpoint = await readFile(join(data, ENDPOINT_FILE), 'utf8')
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'local', credentials }))
  return {
    get: (session: string) =>
      documents.send(
        new GetCommand({ TableName: TABLE, Key: { PK: `SES#${session}`, SK: 'STATE' }, ConsistentRead: true }),
      ),
    async entriesOf(session: string): Promise<number> {
      const { Count } = await documents.send(
        new ScanCommand({
          TableName: TABLE,
          FilterExpression: 'PK = :pk AND begins_with(SK, :entry)',
          ExpressionAttributeValues: { ':pk': `SES#${session}`, ':entry': 'E#' },
        }),
      )
      return Count ?? 0
    },
    close: () => documents.destroy(),
  }
}

/** Counts as DynamoDB does: UTF-8 bytes; a number half a byte a digit, plus 1; a list or map 3, plus 1 an element. */
function bytesOf(item: Readonly<Record<string, unknown>> = {}): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0)
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, each) => sum + 1 + sizeOf(each), 0)
  if (typeof value === 'object' && value !== null) return 3 + Object.keys(value).length + bytesOf({ ...value })
  return 1
}
