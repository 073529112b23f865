import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { keys } from '../../../lib/dynamo/keys.ts'
import { routes } from '../../../lib/protocol/routes.ts'
import { sessionId } from '../../../lib/session/session.ts'
import type { AwsWorld } from '../aws-world.ts'
import type { Functions } from '../functions.ts'

// biome-ignore lint/suspicious/noExplicitAny: payloads are what they are; they are changed in place and handed on
export type Payload = any
export type Payloads = Readonly<Record<'http' | 'connect' | 'message' | 'disconnect' | 'stream' | 'malformed', Payload>>

export interface Check {
  readonly what: string
  readonly holds: boolean
}

const maria = { botId: 'shop', channel: 'api', userId: 'maria' }

/** Hands the real payloads, with our routes, ids and tokens filled in, to the packaged handlers, and looks at the table. */
export async function callHandlers(world: AwsWorld, functions: Functions, payloads: Payloads): Promise<Check[]> {
  const checks: Check[] = []
  const check = (what: string, holds: boolean) => void checks.push({ what, holds })
  const stored = async (key: ReturnType<typeof keys.state>) =>
    (
      await world.engine.documents.send(
        new GetCommand({ TableName: world.engine.table, Key: key, ConsistentRead: true }),
      )
    ).Item
  const http = async (
    name: string,
    spec: { method: string; path: string },
    token: string,
    params: object,
    body: unknown,
  ) => {
    const event = structuredClone(payloads.http)
    event.routeKey = `${spec.method} ${spec.path}`
    event.requestContext.routeKey = event.routeKey
    event.pathParameters = params
    event.headers.authorization = `Bearer ${token}`
    event.headers['content-type'] = 'application/json'
    event.body = JSON.stringify(body)
    return await functions.invoke<{ statusCode: number; body: string }>(name, event)
  }

  const admin = await world.token('admin')
  const agent = await world.token('shop:agent')
  const put = await http('setup', routes.putBot, admin, { botId: 'shop' }, { mode: 'gate' })
  check('setup: a bot is set up', put.statusCode < 300 && (await stored(keys.bot('shop'))) !== undefined)
  const made = await http('setup', routes.createKey, admin, { botId: 'shop' }, {})
  const { key } = JSON.parse(made.body)
  const app = { appId: '1', appSecret: 'a-secret-of-the-app', verifyToken: 'a-token-of-choice' }
  const entered = await http('setup', routes.putMessengerApp, admin, {}, app)
  const isStored = (await stored(keys.platformApp('messenger'))) !== undefined
  check("setup: the operator's app at a platform is entered", entered.statusCode === 200 && isStored)
  const received = await http('inbound', routes.receive, key, maria, { id: 'm1', text: 'hello' })
  const session = sessionId(maria)
  check('inbound: a message is taken in', received.statusCode === 200)
  check('inbound: its entry stands in the table', (await stored(keys.entry(session, 1))) !== undefined)

  const socketEvent = (payload: Payload, id: string) => {
    const event = structuredClone(payload)
    event.requestContext.connectionId = id
    return event
  }
  const connect = socketEvent(payloads.connect, 'socket-1')
  connect.headers['Sec-WebSocket-Protocol'] = `interlude.v1, auth.${agent}`
  connect.queryStringParameters = { bot: 'shop' }
  const connected = await functions.invoke<{ statusCode: number }>('agent-ws', connect)
  check('agent-ws: a socket is let in', connected.statusCode === 200)
  check('agent-ws: it stands in the table', (await stored(keys.socket('socket-1'))) !== undefined)
  const hello = socketEvent(payloads.message, 'socket-1')
  hello.body = JSON.stringify({ type: 'hello' })
  await functions.invoke('agent-ws', hello)
  check(
    'agent-ws: it is welcomed',
    world.pushed.some(({ to, frame }) => to === 'socket-1' && frame.type === 'welcome'),
  )
  const nonsense = socketEvent(payloads.message, 'socket-1')
  await functions.invoke('agent-ws', nonsense)
  check('agent-ws: the payload as it is, is answered by an error', world.pushed.at(-1)?.frame.type === 'error')
  await functions.invoke('agent-ws', socketEvent(payloads.disconnect, 'socket-1'))
  check('agent-ws: it is forgotten when it leaves', (await stored(keys.socket('socket-1'))) === undefined)

  await world.records()
  await http('pause', routes.hitlUserPause, key, maria, undefined)
  const changes = await world.records()
  const records = changes.map(({ dynamodb }) => {
    const record = structuredClone(payloads.stream.Records[0])
    const { Keys, NewImage, OldImage, SequenceNumber } = dynamodb ?? {}
    Object.assign(record.dynamodb, { Keys, NewImage, OldImage, SequenceNumber })
    return record
  })
  const letters = (await world.letters()).length
  const served = await functions.invoke<{ batchItemFailures: unknown[] }>('dispatch', { Records: records })
  check('dispatch: our change in a real record is served', served.batchItemFailures.length === 0 && records.length > 0)
  check('dispatch: somebody is alerted', (await world.letters()).length === letters + 1)
  for (const [name, payload] of Object.entries({
    'of another table': payloads.stream,
    malformed: payloads.malformed,
  })) {
    const result = await functions.invoke<{ batchItemFailures: unknown[] }>('dispatch', payload)
    check(`dispatch: records ${name} are passed over`, result.batchItemFailures.length === 0)
    const before = world.pushed.length
    await functions.invoke('live', payload)
    check(`live: records ${name} are passed over`, world.pushed.length === before)
  }
  return checks
}
