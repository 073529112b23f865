import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { defined } from '../../lib/defined.ts'
import { keys } from '../../lib/dynamo/keys.ts'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import { docsPage } from '../../lib/http/docs-page.ts'
import { openApiDocument } from '../../lib/http/openapi.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { MASKED } from '../../lib/protocol/secret.ts'
import { sessionId } from '../../lib/session/session.ts'
import type { ApiFunction } from '../../local/api-routes.ts'
import { anApp, putBot } from '../support/app.ts'
import { userAsksForPerson } from '../support/commands.ts'
import { httpEvent } from '../support/events.ts'
import { socketEvent } from '../support/sockets.ts'
import { aPage } from '../support/stored.ts'
import { type Packaged, packaged } from '../template/deployment.ts'
import { type AwsWorld, awsWorld } from './aws-world.ts'
import { type Functions, startFunctions } from './functions.ts'

type Answer = { readonly statusCode: number; readonly body?: string; readonly headers?: Record<string, string> }

const maria = { botId: 'shop', channel: 'api', userId: 'maria' }
const session = sessionId(maria)
const asking = { connector: { type: 'http', url: 'https://bot.example.org/', secret: `whsec_${'A'.repeat(32)}` } }
let world: AwsWorld
let pack: Packaged
let functions: Functions
let botKey: string
let agent: string

beforeAll(async () => {
  ;[world, pack] = await Promise.all([awsWorld(), packaged()])
  functions = startFunctions(pack, world)
}, 180_000)
afterAll(async () => {
  for (const each of [functions, world]) await each?.close()
  for (const each of [pack]) await each?.remove()
})

const request = async (name: ApiFunction, ...event: Parameters<typeof httpEvent>) => {
  const { statusCode, body } = await functions.invoke<Answer>(name, httpEvent(...event))
  return { statusCode, body: body === undefined || body === 'OK' ? body : JSON.parse(body) }
}
const item = async (key: ReturnType<typeof keys.state>) => {
  const get = new GetCommand({ TableName: world.engine.table, Key: key, ConsistentRead: true })
  return (await world.engine.documents.send(get)).Item
}
const says = (frame: Readonly<Record<string, unknown>>) =>
  functions.invoke<Answer>('agent-ws', socketEvent('MESSAGE', 'socket-1', { body: JSON.stringify(frame) }))
const framesSince = (count: number) => world.pushed.slice(count).map(({ frame }) => frame)

it('setup describes the API, by the documents that were made with its bundle', async () => {
  const document = await functions.invoke<Answer>('setup', httpEvent(routes.openapi, {}))
  const page = await functions.invoke<Answer>('setup', httpEvent(routes.docs, {}))

  expect(JSON.parse(document.body ?? '')).toEqual(openApiDocument())
  expect(page.body).toBe(docsPage(openApiDocument()))
})

it('setup sets up a bot for an admin, and nobody else', async () => {
  const admin = await world.token('admin')
  agent = await world.token('shop:agent')
  const put = (token?: string) =>
    request('setup', routes.putBot, { botId: 'shop' }, { body: { mode: 'gate' }, ...defined({ token }) })

  expect(await put()).toMatchObject({ statusCode: 401, body: { code: 'auth.missing' } })
  expect(await put(agent)).toMatchObject({ statusCode: 403, body: { code: 'auth.forbidden' } })
  expect((await put(admin)).statusCode).toBeLessThan(300)
  expect(await item(keys.bot('shop'))).toBeDefined()

  const { body } = await request('setup', routes.createKey, { botId: 'shop' }, { token: admin, body: {} })
  botKey = body.key
})

it("setup stores the operator's app and a page's bot, in partitions of their own", async () => {
  const token = await world.token('admin')
  const put = (channels: object, version = 0) =>
    request('setup', routes.putBot, { botId: 'paged' }, { token, body: { ...asking, channels, version } })
  const app = { appId: '1', appSecret: 'a-secret-of-the-app', verifyToken: 'a-token-of-choice' }
  const entered = await request('setup', routes.putMessengerApp, {}, { token, body: app })
  expect(entered).toMatchObject({ statusCode: 200, body: { version: 1, appId: '1', appSecret: MASKED } })
  expect(JSON.parse((await item(keys.platformApp('messenger')))?.j)).toEqual({ version: 1, fields: app })

  expect((await put({ fb: aPage('1') })).statusCode).toBe(200)
  expect(await item(keys.account('messenger', '1'))).toMatchObject({ bot: 'paged' })
  expect(await put({ fb: aPage('1') })).toMatchObject({ statusCode: 409, body: { code: 'config.stale_version' } })
  const body = { ...asking, channels: { fb: aPage('1') } }
  const second = await request('setup', routes.putBot, { botId: 'second' }, { token, body })
  expect(second).toMatchObject({ statusCode: 409, body: { code: 'channel.account_taken' } })
  expect(await item(keys.bot('second'))).toBeUndefined()

  expect((await put({}, 1)).statusCode).toBe(200)
  expect(await item(keys.account('messenger', '1'))).toBeUndefined()
})

it('inbound takes in a message: its entry and its session stand in the table', async () => {
  const body = { id: 'm1', text: 'hello' }
  expect(await request('inbound', routes.receive, maria, { token: botKey, body })).toMatchObject({
    statusCode: 200,
    body: { session, seq: 1, paused: false, replies: [] },
  })

  expect(await item(keys.state(session))).toMatchObject({ r: 1, v: 1 })
  expect(JSON.parse((await item(keys.entry(session, 1)))?.j)).toMatchObject({ kind: 'message', text: 'hello' })
})

it('agent-ws lets a socket in by its token, and answers its frames by the @connections API', async () => {
  const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${agent}` }
  const connect = socketEvent('CONNECT', 'socket-1', { headers, query: { bot: 'shop' } })
  expect(await functions.invoke<Answer>('agent-ws', connect)).toMatchObject({
    statusCode: 200,
    headers: { 'Sec-WebSocket-Protocol': 'interlude.v1' },
  })
  expect(await item(keys.socket('socket-1'))).toBeDefined()

  await says({ type: 'hello' })
  await says({ type: 'subscribe', id: 's', to: 'inbox' })
  expect(world.pushed.map(({ to, frame }) => [to, frame.type])).toEqual([
    ['socket-1', 'welcome'],
    ['socket-1', 'ok'],
  ])
})

it("agent-ws commits a user's message and hands its turn on; ask calls the bot and shows what became of it", async () => {
  // A function calls nothing inside the network, so this bot fails: the log tells.
  const connector = {
    type: 'http',
    url: 'https://127.0.0.1:1/',
    secret: `whsec_${'A'.repeat(32)}`,
    timeoutMs: 2_000,
  } as const
  await putBot(anApp(openDynamoStore({ client: world.engine.documents, table: world.engine.table })), 'asked', {
    connector,
  })
  const { body: user } = await request('inbound', routes.userToken, { botId: 'asked' }, { body: {} })
  const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${user.token}` }
  await functions.invoke('agent-ws', socketEvent('CONNECT', 'widget', { headers }))
  const before = world.pushed.length
  const frame = (body: object) =>
    functions.invoke('agent-ws', socketEvent('MESSAGE', 'widget', { body: JSON.stringify(body) }))
  await frame({ type: 'hello' })
  await frame({ type: 'message', id: 'm1', session: user.session, message: { text: 'hi' } })

  expect(world.asked).toEqual([{ botId: 'asked', session: user.session, seq: 1, attempt: 1 }])
  expect(framesSince(before).at(-1)).toMatchObject({ type: 'ok', result: { seq: 1, paused: false, replies: [] } })

  await functions.invoke('ask', world.asked[0])

  expect(framesSince(before).at(-1)).toMatchObject({
    type: 'entries',
    entries: [{ kind: 'paused', by: { type: 'system' } }],
    isPaused: true,
  })
})

it('dispatch serves what the stream holds: the inbox is shown, and agents are alerted by SNS', async () => {
  await world.records()
  const before = world.pushed.length
  await request('pause', routes.hitlUserPause, maria, { token: botKey, query: { trigger: 'user' } })

  const Records = await world.records()
  expect(await functions.invoke('dispatch', { Records })).toEqual({ batchItemFailures: [] })

  expect(framesSince(before)).toMatchObject([
    { type: 'inbox', events: [{ type: 'hitl.session.changed', isPaused: true }] },
    { type: 'notification', notification: { kind: 'handoff', session } },
  ])
  expect(await world.letters()).toMatchObject([
    { subject: expect.stringContaining('shop'), body: expect.stringContaining(session) },
  ])
  expect((await item(keys.state(session)))?.h).toContain('"pending"')
})

it('live shows those who follow everything', async () => {
  await says({ type: 'subscribe', id: 'l', to: 'live' })
  await world.records()
  const before = world.pushed.length
  await request('inbound', routes.receive, maria, { token: botKey, body: { id: 'm2', text: 'is anybody there?' } })

  await functions.invoke('live', { Records: await world.records() })

  expect(framesSince(before)).toMatchObject([{ type: 'inbox', events: [{ type: 'hitl.message' }] }])
})

it('clock carries out what is overdue', async () => {
  const longAgo = anApp(openDynamoStore({ client: world.engine.documents, table: world.engine.table }))
  const boris = { ...maria, userId: 'boris' }
  await execute(longAgo, boris, userAsksForPerson())
  expect((await longAgo.store.load(sessionId(boris)))?.session.control.holder).toBe('human')

  await functions.invoke('clock', {})

  const after = (await longAgo.store.load(sessionId(boris)))?.session
  expect(after?.control.holder).toBe('bot')
  const log = await longAgo.store.entries(sessionId(boris), { after: 0, limit: 10 })
  expect(log.map(({ kind }) => kind)).toEqual(['paused', 'resumed', 'message'])
})

it('agent-ws forgets a socket that leaves, and one that is found dead', async () => {
  await functions.invoke('agent-ws', socketEvent('DISCONNECT', 'socket-1'))
  expect(await item(keys.socket('socket-1'))).toBeUndefined()

  const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${agent}` }
  await functions.invoke('agent-ws', socketEvent('CONNECT', 'socket-2', { headers, query: { bot: 'shop' } }))
  const watch = { body: JSON.stringify({ type: 'watch', session }) }
  await functions.invoke('agent-ws', socketEvent('MESSAGE', 'socket-2', watch))
  world.gone.add('socket-2')
  await request('inbound', routes.receive, maria, { token: botKey, body: { id: 'm3', text: 'still here' } })
  expect(await item(keys.socket('socket-2'))).toBeUndefined()
})

it('dispatch reports a record that it cannot read, and serves those beside it', async () => {
  await request('inbound', routes.receive, maria, { token: botKey, body: { id: 'm4', text: 'and now?' } })
  const Records = await world.records()
  const Keys = { PK: { S: 'SES#ses_broken' }, SK: { S: 'STATE' } }
  const broken = { eventID: '1', dynamodb: { Keys, NewImage: { r: { N: '1' } }, SequenceNumber: '1' } }

  expect(await functions.invoke('dispatch', { Records: [broken, ...Records] })).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }],
  })
})
