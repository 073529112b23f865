import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showTyping } from '../lib/channels/typing.ts'
import { execute } from '../lib/conversations/execute.ts'
import { firstAt } from '../lib/conversations/first-at.ts'
import { tellPresence } from '../lib/conversations/presence.ts'
import { markRead } from '../lib/conversations/read-marks.ts'
import { searchLog } from '../lib/conversations/search-log.ts'
import { addWatcher } from '../lib/conversations/watching.ts'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import { createReceipts, type ReceiptKeeper } from '../lib/effects/receipts.ts'
import { type Session, sessionId } from '../lib/session/session.ts'
import { type DynamoEngine, openDynamoEngine } from '../local/engines/dynamodb.ts'
import { testFolder } from '../local/engines/test-folder.ts'
import { anApp, putBot, type TestApp } from './support/app.ts'
import { START, seconds } from './support/clock.ts'
import { agentNotes, userSays } from './support/commands.ts'
import { operationsOf } from './support/operations.ts'
import { anAddress, maria } from './support/people.ts'
import { anAgentSocket } from './support/stored.ts'

describe("a console's operations on DynamoDB", () => {
  let folder: Awaited<ReturnType<typeof testFolder>>
  let engine: DynamoEngine
  let app: TestApp
  const target = { id: sessionId(maria), botId: maria.botId }

  beforeAll(async () => {
    folder = await testFolder()
    engine = await openDynamoEngine({ directory: folder.path, table: 'interlude' })
    app = anApp(openDynamoStore({ client: engine.documents, table: engine.table }))
    for (let n = 0; n < 200; n++) {
      await execute(app, maria, agentNotes(`${n}`))
      app.clock.advance(seconds(1))
    }
    // The cache of bots has the bot, as in a process that serves it.
    await putBot(app, maria.botId)
    await app.directory.bot(maria.botId)
  })
  afterAll(async () => {
    await engine?.close()
    await folder?.remove()
  })

  const costs = async (work: () => Promise<unknown>) => await operationsOf(engine.client, work)

  it('a read mark takes one read and one write, and a query for other devices if it rises', async () => {
    const marks = (seq: number) => () => markRead(app, target, { agentId: 'ana', seq })
    expect(await costs(marks(3))).toEqual(['GetItem', 'UpdateItem', 'Query'])
    expect(await costs(marks(3))).toEqual(['GetItem', 'UpdateItem'])
  })

  it('reading the marks of a page takes one batch', async () => {
    const page = Array.from({ length: 100 }, (_, n) => sessionId(anAddress({ userId: `user-${n}` })))
    expect(await costs(() => app.store.readMarks('ana', page, app.clock.now()))).toEqual(['BatchGetItem'])
  })

  it('presence takes one read for each console, and a message takes no more operations while consoles watch', async () => {
    for (const name of ['ana', 'ben']) {
      const owner = { as: 'agent', id: name, name, roles: ['shop:agent'] } as const
      await app.store.putSocket(anAgentSocket(name, { owner }))
      await addWatcher(app, target, { connectionId: name, as: 'agent', expiresAt: START + seconds(3600) })
    }
    const loaded = (await app.store.load(target.id))!
    expect(await costs(() => tellPresence(app, loaded))).toEqual(['GetItem', 'GetItem'])
    expect(app.pushed.map(({ frame }) => frame)).toMatchObject([
      { type: 'presence', agents: [{ id: 'ben', name: 'ben' }] },
      { type: 'presence', agents: [{ id: 'ana', name: 'ana' }] },
    ])
    const message = () => execute(app, maria, userSays('hello'))
    expect(await costs(message)).toEqual(['GetItem', 'TransactWriteItems'])
  })

  it('a receipt takes three reads and one write if it is news, none if the process knows it, and two in another process', async () => {
    const seen = (receipts: ReceiptKeeper) => () => receipts.add(target, { readUpTo: 7 })
    expect(await costs(seen(app.receipts))).toEqual(['GetItem', 'GetItem', 'PutItem', 'GetItem'])
    expect(await costs(seen(app.receipts))).toEqual([])
    expect(await costs(seen(createReceipts(app, 0)))).toEqual(['GetItem', 'GetItem'])
    const message = () => execute(app, maria, userSays('hello'))
    expect(await costs(message)).toEqual(['GetItem', 'TransactWriteItems'])
  })

  it("a user's sign that an agent types takes no operation, unless a channel delivers the conversation", async () => {
    const { session } = (await app.store.load(target.id))!
    expect(session.delivery).toBe('none')
    const held = { ...session, control: { ...session.control, holder: 'human' } } as Session
    expect(await costs(() => showTyping(app, held, { type: 'agent' }))).toEqual([])
  })

  it('marking a notification done takes two reads and one write, and no write if it was done before', async () => {
    const asked = {
      id: 'epi_1',
      kind: 'handoff',
      message: 'maria waits for a person',
      level: 'info',
      at: START,
    } as const
    await app.store.addNotifications('shop', [{ ...asked, session: target.id, by: { type: 'user' } }], app.clock.now())
    const done = { at: START, by: { type: 'agent', id: 'ana' } } as const
    const isDone = () => app.store.setNotificationDone('shop', { id: 'epi_1' }, done, app.clock.now())
    expect(await costs(isDone)).toEqual(['GetItem', 'GetItem', 'UpdateItem'])
    expect(await costs(isDone)).toEqual(['GetItem', 'GetItem'])
  })

  it('finding a day among 200 entries takes at most 9 queries, and finding words at most 6', async () => {
    const session = (await app.store.load(target.id))!.session
    const day = await costs(async () => expect(await firstAt(app.store, session, START + seconds(150))).toBe(151))
    expect(day.length).toBeLessThanOrEqual(Math.ceil(Math.log2(200)) + 1)
    const search = await costs(() => searchLog(app.store, session, { text: '7', limit: 100 }))
    expect(new Set([...day, ...search])).toEqual(new Set(['Query']))
    expect(search.length).toBeLessThanOrEqual(6)
  })
})
