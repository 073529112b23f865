import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { BatchWriteCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { keys } from '../../lib/dynamo/keys.ts'
import { oldWordsOf } from '../../lib/dynamo/old-words.ts'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import { wordKey } from '../../lib/dynamo/word-keys.ts'
import type { ChangeFeed } from '../../lib/ports/feed.ts'
import type { Session } from '../../lib/session/session.ts'
import { type DynamoEngine, ensureTable, openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { testFolder } from '../../local/engines/test-folder.ts'
import { eventually, type StoreWorld, storeWorld } from '../../test/contract/store-world.ts'
import { userCalled, userIs, userSays } from '../../test/support/commands.ts'
import { operationsOf } from '../../test/support/operations.ts'
import { anAddress } from '../../test/support/people.ts'
import { type Reindexed, reindex } from './reindex.ts'

const noFeed = {} as ChangeFeed
const person = (userId: string) => anAddress({ userId })

let folder: Awaited<ReturnType<typeof testFolder>>
let engine: DynamoEngine
let tables = 0
let table: string
let world: StoreWorld

beforeAll(async () => {
  folder = await testFolder()
  engine = await openDynamoEngine({ directory: folder.path, table: 'interlude' })
})
afterAll(async () => {
  await engine?.close()
  await folder?.remove()
})
beforeEach(async () => {
  table = `words-${++tables}`
  await ensureTable(engine.client, table)
  world = storeWorld(openDynamoStore({ client: engine.documents, table }), noFeed)
})

async function wordItems(): Promise<readonly string[]> {
  const { Items = [] } = await engine.documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
  return Items.flatMap(({ PK, SK }) =>
    String(PK).startsWith('FIND#') ? [String(SK).split('#ses_')[0] ?? ''] : [],
  ).sort()
}

/** Takes a conversation back to what the first version wrote: its words, no marker, no e-mail. */
async function asBefore(session: Session): Promise<void> {
  const { Items = [] } = await engine.documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }))
  const own = Items.filter(({ PK, SK }) => String(PK).startsWith('FIND#') && String(SK).endsWith(session.id))
  const deletes = own.map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } }))
  await engine.documents.send(new BatchWriteCommand({ RequestItems: { [table]: deletes } }))
  for (const word of oldWordsOf(session)) {
    const Item = wordKey(session.botId, session.id, word)
    await engine.documents.send(new PutCommand({ TableName: table, Item }))
  }
  const { email: _none, ...user } = session.user
  await engine.documents.send(
    new UpdateCommand({
      TableName: table,
      Key: keys.state(session.id),
      UpdateExpression: 'REMOVE k SET u = :user',
      ExpressionAttributeValues: { ':user': JSON.stringify({ n: user.fullName, h: user.attributesHash }) },
    }),
  )
}

/** A conversation as the first version left it. */
async function anOldConversation(userId: string, fullName: string, email?: string): Promise<Session> {
  const attributes = { plan: 'gold', ...defined({ email }) }
  const { session } = await world.does(person(userId), userSays('hello', { user: { fullName, attributes } }))
  await asBefore(session)
  return session
}

async function all(options: { from?: string; all?: boolean } = {}): Promise<Reindexed[]> {
  const steps: Reindexed[] = []
  for await (const step of reindex({ client: engine.documents, table, ...options })) steps.push(step)
  return steps
}

describe('a conversation with the words of an earlier version', () => {
  it('is found by one word without accents, and by several', async () => {
    await anOldConversation('u-1', 'Maria Silva')

    await eventually(async () => expect(await world.found('silva')).toEqual(['u-1']))
    expect(await world.found('silva maria')).toEqual(['u-1'])
    expect(await world.found('silva santos')).toEqual([])
  })

  it('gets its new words with its next message, in one transaction', async () => {
    await anOldConversation('+49 170 1', "Zoë O'Neil")
    expect(await wordItems()).toEqual(['+49 170 1', "o'neil", 'zoë'])

    const first = await operationsOf(engine.client, () => world.does(person('+49 170 1'), userSays('again')))

    expect(first).toEqual(['GetItem', 'TransactWriteItems'])
    expect(await wordItems()).toEqual(['491701', 'neil', 'oneil', 'zoe'])
    await eventually(async () => expect(await world.found('0049170')).toEqual(['+49 170 1']))
    expect((await world.load(person('+49 170 1'))).session).not.toHaveProperty('hasOldWords')
  })

  it('gets its new words with a new name, and keeps none of the old name', async () => {
    await anOldConversation('u-1', 'Zoë Ångström')

    await world.does(person('u-1'), userIs({ fullName: 'Zoë Ek' }))

    expect(await wordItems()).toEqual(['ek', 'u-1', 'zoe'])
  })
})

describe('rebuilding the index of a table', () => {
  it('replaces the words of all conversations, e-mails included, and nothing else', async () => {
    await anOldConversation('u-1', 'Zoë Ångström', 'zoe@example.org')
    await anOldConversation('u-2', "O'Neil")
    await world.does(person('u-3'), userCalled('Søren'))
    const before = await Promise.all(['u-1', 'u-2', 'u-3'].map(userId => world.load(person(userId))))

    const [step, ...more] = await all()

    expect(step).toEqual({ seen: 3, replaced: 2 })
    expect(more).toEqual([])
    expect(await wordItems()).toEqual([
      'angstrom',
      'neil',
      'oneil',
      'soren',
      'u-1',
      'u-2',
      'u-3',
      'zoe',
      'zoe@example.org',
    ])
    const after = await Promise.all(['u-1', 'u-2', 'u-3'].map(userId => world.load(person(userId))))
    for (const [index, { session }] of after.entries()) {
      const { hasOldWords: _gone, ...expected } = before[index]!.session
      expect({ ...session, user: {} }).toEqual({ ...expected, user: {} })
    }
    expect(after[0]?.session.user.email).toBe('zoe@example.org')
    expect((await all())[0]).toEqual({ seen: 3, replaced: 0 })
    expect((await all({ all: true }))[0]).toEqual({ seen: 3, replaced: 3 })
  })

  it('resumes after an interruption', async () => {
    for (let number = 0; number < 5; number++) await anOldConversation(`user${number}`, `Zoë F${number}`)
    let first: Reindexed | undefined
    for await (const step of reindex({ client: engine.documents, table, atOnce: 2 })) {
      first = step
      break
    }
    expect(first).toEqual({ seen: 2, replaced: 2, next: expect.any(String) })

    const rest = await all({ from: first?.next ?? '' })

    expect(rest.at(-1)).toEqual({ seen: 3, replaced: 3 })
    expect(await wordItems()).toEqual(
      [
        ...Array(5).fill('zoe'),
        ...Array.from({ length: 5 }, (_, number) => [`f${number}`, `user${number}`]).flat(),
      ].sort(),
    )
  })

  it('loses no change that is written to a conversation meanwhile', async () => {
    for (let number = 0; number < 8; number++) await anOldConversation(`user${number}`, `Zoë F${number}`)

    const [steps] = await Promise.all([
      all(),
      ...Array.from({ length: 8 }, async (_, number) => {
        await world.does(person(`user${number}`), userIs({ fullName: `Åsa G${number}` }))
        await world.does(person(`user${number}`), userSays('again'))
      }),
    ])

    expect(steps.at(-1)?.seen).toBe(8)
    const names = Array.from({ length: 8 }, (_, number) => [`g${number}`, `user${number}`]).flat()
    expect(await wordItems()).toEqual([...Array(8).fill('asa'), ...names].sort())
    for (let number = 0; number < 8; number++) {
      expect((await world.load(person(`user${number}`))).session).toMatchObject({
        revision: 2,
        user: { fullName: `Åsa G${number}` },
      })
    }
  })

  it('is a command that prints its progress, missing options and failures', async () => {
    await anOldConversation('u-1', 'Zoë')
    const endpoint = await engine.client.config.endpoint?.()
    const run = (...args: string[]) =>
      new Promise<{ code: number; output: string }>(resolve => {
        const env = {
          ...process.env,
          AWS_ENDPOINT_URL_DYNAMODB: `http://${endpoint?.hostname}:${endpoint?.port}`,
        }
        const script = join(import.meta.dirname, '../reindex.ts')
        execFile(process.execPath, [script, ...args], { env }, (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
        )
      })

    expect(await run('--table', table, '--region', 'local')).toEqual({
      code: 0,
      output: expect.stringContaining(`1 conversations read, 1 reindexed. The search index of ${table} is up to date.`),
    })
    expect(await wordItems()).toEqual(['u-1', 'zoe'])
    expect(await run()).toEqual({
      code: 2,
      output: expect.stringContaining('Name the table to rebuild: --stage NAME or --table NAME.'),
    })
    expect(await run('--table', 'no-such-table', '--region', 'local')).toEqual({
      code: 1,
      output: expect.stringContaining('Stopped: '),
    })
  }, 60_000)
})
