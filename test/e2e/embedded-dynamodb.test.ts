import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ENDPOINT_FILE, TABLE } from '../../local/engine.ts'
import { readIfThere } from '../../local/files.ts'
import { aDataFolder, type Interlude, startInterlude } from './process.ts'

const AT_ONCE = 160

describe('a start over the embedded DynamoDB engine', () => {
  let interlude: Interlude
  let folder: Awaited<ReturnType<typeof aDataFolder>>
  beforeAll(async () => {
    folder = await aDataFolder()
    vi.stubEnv('INTERLUDE_LOG', 'debug')
    interlude = await startInterlude({ engine: 'dynamodb', data: folder.path })
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await interlude.stop()
    await folder.remove()
  })

  it('warms up before "ready", and leaves no trace of that in the store and in the outbox', async () => {
    const endpoint = await readFile(join(folder.path, ENDPOINT_FILE), 'utf8')
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    const client = new DynamoDBClient({ endpoint, region: 'local', credentials })
    const { Items = [] } = await DynamoDBDocumentClient.from(client).send(new ScanCommand({ TableName: TABLE }))
    client.destroy()
    const [before, after] = interlude.output().split('Interlude is ready')

    expect(before).toContain('"message":"warmed up"')
    expect(after).toBeDefined()
    expect(interlude.output()).not.toMatch(/"level":"(warn|error)"/)
    // Bots, accounts and applications are there, but no conversation, notification or counter.
    const partitions = new Set(Items.map(({ PK }) => String(PK).split('#')[0]))
    expect([...partitions].sort()).toEqual(['ACC', 'APP', 'BOT', 'BOTS'])
    expect((await readIfThere(join(folder.path, 'outbox.jsonl'))) ?? '').toBe('')
  })

  it(`answers ${AT_ONCE} users who write at once, and refuses none`, async () => {
    const { url, botId, botKey } = interlude.dev
    const write = async (user: number, id: string) => {
      const answer = await fetch(`${url}/api/v1/bots/${botId}/channel/api/user/user-${user}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${botKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id, text: 'hello' }),
      })
      return { status: answer.status, body: await answer.text() }
    }

    // The second messages come when the first ones have waited for long.
    const writeTwice = async (user: number) => [await write(user, 'm1'), await write(user, 'm2')]
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, user) => writeTwice(user)))

    expect(answers.flat().filter(({ status }) => status !== 200)).toEqual([])
  })
})
