import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inboundRoutes } from '../functions/inbound/routes.ts'
import { makeKey } from '../lib/auth/keys.ts'
import { converse } from '../lib/bots/converse.ts'
import { execute } from '../lib/conversations/execute.ts'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import { httpApi } from '../lib/http/api.ts'
import { routes } from '../lib/protocol/routes.ts'
import { randomIds } from '../lib/system.ts'
import { type DynamoEngine, openDynamoEngine } from '../local/engines/dynamodb.ts'
import { testFolder } from '../local/engines/test-folder.ts'
import { anApp, putBot } from './support/app.ts'
import { agentPauses, agentResumes, botWrites, userSays } from './support/commands.ts'
import { httpEvent, lambdaContext } from './support/events.ts'
import { operationsOf } from './support/operations.ts'

describe("a message's cost on DynamoDB", () => {
  let folder: Awaited<ReturnType<typeof testFolder>>
  let engine: DynamoEngine

  beforeAll(async () => {
    folder = await testFolder()
    engine = await openDynamoEngine({ directory: folder.path, table: 'interlude' })
  })
  afterAll(async () => {
    await engine?.close()
    await folder?.remove()
  })

  it('is one read and one transaction if the bot is not called, also after 10,000 messages', async () => {
    const app = anApp(openDynamoStore({ client: engine.documents, table: engine.table }))
    await putBot(app)
    const { key, stored } = makeKey(randomIds, '2026-01-05T09:00:00.000Z')
    await app.store.putKey('shop', stored)
    const api = httpApi(app, inboundRoutes)
    const maria = { botId: 'shop', channel: 'api', userId: 'maria' }
    const says = async (text: string) => {
      const body = { id: `m-${text}`, text }
      const answer = await api(httpEvent(routes.receive, maria, { token: key, body }), lambdaContext)
      expect(answer).toMatchObject({ statusCode: 200 })
      return JSON.parse(answer.body ?? '')
    }
    await says('first')
    await execute(app, maria, agentPauses())

    expect(await operationsOf(engine.client, () => says('held'))).toEqual(['GetItem', 'TransactWriteItems'])

    await execute(app, maria, agentResumes())
    const news = Array.from({ length: 20 }, (_, index) => `news ${index}`)
    for (let commits = 0; commits < 500; commits++) {
      const { outcome } = await execute(app, maria, botWrites(news, { epoch: 2 }))
      expect(outcome.status).toBe('accepted')
    }
    await execute(app, maria, agentPauses())

    expect(await operationsOf(engine.client, () => says('held again'))).toEqual(['GetItem', 'TransactWriteItems'])
    expect((await says('and again')).seq).toBeGreaterThan(10_000)
  })

  it('is no write to the slot of the alerts while a process knows that it is taken, however many users ask at once', async () => {
    const { takeAlertSlot } = openDynamoStore({ client: engine.documents, table: engine.table })
    const [now, until] = [1_000_000, 1_010_000]
    const rush = async (at: number, end = at + 10_000) =>
      await Promise.all(Array.from({ length: 100 }, () => takeAlertSlot('rushed', at, end)))
    const first = await operationsOf(engine.client, async () => {
      expect((await rush(now, until)).filter(({ taken }) => taken)).toHaveLength(1)
    })
    expect(first).toEqual(['UpdateItem'])
    expect(await operationsOf(engine.client, () => rush(until - 1))).toEqual([])
    const other = openDynamoStore({ client: engine.documents, table: engine.table })
    expect(await other.takeAlertSlot('rushed', now + 1, until + 1)).toEqual({ taken: false, until })
    expect(await operationsOf(engine.client, () => rush(until))).toEqual(['UpdateItem'])
  })

  it('is one more read if its attributes differ from the stored ones', async () => {
    const app = anApp(openDynamoStore({ client: engine.documents, table: engine.table }))
    await putBot(app)
    const nina = { botId: 'shop', channel: 'api', userId: 'nina' }
    await execute(app, nina, agentPauses())
    const says = async (attributes: Record<string, unknown>) => {
      await execute(app, nina, userSays('hello', { user: { attributes }, leaseMs: 1000 }))
    }
    const operations = async (attributes: Record<string, unknown>) =>
      await operationsOf(engine.client, () => says(attributes))

    expect(await operations({ plan: 'free' })).toEqual(['GetItem', 'TransactWriteItems'])
    expect(await operations({ plan: 'free' })).toEqual(['GetItem', 'TransactWriteItems'])
    expect(await operations({ page: '/' })).toEqual(['GetItem', 'GetItem', 'TransactWriteItems'])
    expect(await operations({ page: '/' })).toEqual(['GetItem', 'TransactWriteItems'])
  })

  it('is the same with a send time, unless the message may be older than the remembered ids', async () => {
    const app = anApp(openDynamoStore({ client: engine.documents, table: engine.table }))
    await putBot(app, 'dated', { mode: 'gate' })
    const ole = { botId: 'dated', channel: 'api', userId: 'ole' }
    const says = (id: string, sentAt?: number) => async () => {
      const at = sentAt === undefined ? {} : { at: new Date(sentAt).toISOString() }
      return await converse(app, ole, { id, type: 'text', text: id, ...at })
    }
    await execute(app, ole, agentPauses())
    const start = app.clock.now()
    await says('first', start)()
    for (let n = 0; n < 25; n++) {
      app.clock.advance(1_000)
      await says(`n${n}`, app.clock.now())()
    }
    const usual = ['GetItem', 'TransactWriteItems']
    expect(await operationsOf(engine.client, says('new', app.clock.now()))).toEqual(usual)
    expect(await operationsOf(engine.client, says('undated'))).toEqual(usual)
    expect(await operationsOf(engine.client, says('delayed', start))).toEqual(['GetItem', 'Query', ...usual])
    // The second query loads the entry that was found, to compare it with the repetition.
    expect(await operationsOf(engine.client, says('first', start))).toEqual(['GetItem', 'Query', 'Query'])
  })
})
