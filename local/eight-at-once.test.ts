import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { converse } from '../lib/bots/converse.ts'
import type { OneByOne } from '../lib/conversations/execute.ts'
import { defined } from '../lib/defined.ts'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import { sessionId } from '../lib/session/session.ts'
import { systemClock } from '../lib/system.ts'
import { anApp, putBot } from '../test/support/app.ts'
import { type DynamoEngine, openDynamoEngine } from './engines/dynamodb.ts'
import { queues } from './one-by-one.ts'

const AT_ONCE = 8
/** Every message is one commit, and so is its answer. */
const COMMITS = 2 * AT_ONCE

let engine: DynamoEngine
const requests: string[] = []
beforeAll(async () => {
  engine = await openDynamoEngine({ table: 'interlude' })
  engine.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        requests.push(commandName)
        return await next(args)
      },
    { step: 'initialize' },
  )
})
afterAll(() => engine?.close())

/** Sends messages of a new user at once, and returns the conversation's log and the requests to the engine. */
async function eightAtOnce(botId: string, oneByOne?: OneByOne) {
  const store = openDynamoStore({ client: engine.documents, table: engine.table })
  const app = { ...anApp(store), clock: systemClock, ...defined({ oneByOne }) }
  app.webhooks.post = async () => ({ status: 'ok', body: { replies: [{ type: 'text', text: 'Hello!' }] } })
  await putBot(app, botId)
  await app.directory.bot(botId)
  requests.length = 0
  const maria = { botId, channel: 'api', userId: 'maria' }
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => converse(app, maria, { type: 'text', id: `m${n}`, text: `word ${n}` })),
  )
  const made = requests.splice(0)
  const log = await store.entries(sessionId(maria), { after: 0, limit: 100 })
  return { answers, log, made, commits: made.filter(name => name === 'TransactWriteItemsCommand') }
}

describe(`${AT_ONCE} messages at once of a new user, over the embedded engine`, () => {
  it('cost one transaction a commit, one read before it, and one read of the bot an answer', async () => {
    const { answers, commits, made } = await eightAtOnce('in-turn', queues())

    expect(answers.every(({ replies }) => replies.length === 1)).toBe(true)
    expect(commits).toHaveLength(COMMITS)
    expect(made.length).toBeLessThanOrEqual(2 * COMMITS + AT_ONCE)
  })

  it('conflict and are all answered if nothing orders them, as on AWS', async () => {
    const { answers, log, commits } = await eightAtOnce('at-once')

    expect(answers.every(({ replies }) => replies.length === 1)).toBe(true)
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: COMMITS }, (_, index) => index + 1))
    expect(commits.length).toBeGreaterThan(COMMITS)
  })
})
