import { type SocketHandler, socketApi } from '../../functions/agent-ws/socket.ts'
import { makeKey } from '../../lib/auth/keys.ts'
import { signUserToken } from '../../lib/auth/users.ts'
import { defined } from '../../lib/defined.ts'
import type { ClientFrame, ServerFrame } from '../../lib/protocol/frames.ts'
import type { Address } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { randomIds } from '../../lib/system.ts'
import { agentToken } from './app.ts'
import type { AppWorld } from './app-world.ts'

type SocketEvent = Parameters<SocketHandler>[0]

/** An event as API Gateway hands it to a WebSocket function. */
export function socketEvent(
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
  connectionId: string,
  more: {
    body?: string
    headers?: Readonly<Record<string, string>>
    query?: Readonly<Record<string, string>>
  } = {},
): SocketEvent {
  const routeKey = { CONNECT: '$connect', MESSAGE: '$default', DISCONNECT: '$disconnect' }[eventType]
  return {
    requestContext: {
      routeKey,
      eventType,
      connectionId,
      messageId: 'message-1',
      extendedRequestId: 'request-1',
      requestId: 'request-1',
      requestTime: '05/Jan/2026:09:00:00 +0000',
      requestTimeEpoch: 1_767_603_600_000,
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: 1_767_603_600_000,
      apiId: 'test',
      domainName: 'test.example.test',
    },
    ...(more.headers && { headers: { ...more.headers } }),
    ...(more.query && { queryStringParameters: { ...more.query } }),
    ...defined({ body: more.body }),
    isBase64Encoded: false,
  }
}

/** The client's end of an open socket: sends frames, and returns those that came since the last call. */
export interface Client {
  readonly connectionId: string
  /** Sends a frame or any text. Returns the frames that the socket was pushed meanwhile. */
  send(frame: ClientFrame | { type: string } | string): Promise<ServerFrame[]>
  frames(): ServerFrame[]
  leaves(): Promise<void>
}

/** Connects via the handler; throws if the handshake is refused. */
export async function connected(
  world: AppWorld,
  connectionId: string,
  token: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Client> {
  const handle = socketApi(world.app)
  const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${token}` }
  const { statusCode, body } = await handle(socketEvent('CONNECT', connectionId, { headers, query }))
  if (statusCode !== 200) throw new Error(`not let in: ${body}`)
  return {
    connectionId,
    async send(frame) {
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
      await handle(socketEvent('MESSAGE', connectionId, { body: text }))
      return world.framesTo(connectionId)
    },
    frames: () => world.framesTo(connectionId),
    async leaves() {
      await handle(socketEvent('DISCONNECT', connectionId))
    },
  }
}

/** The answer to a frame, by its id. */
export async function answerTo(client: Client, frame: ClientFrame): Promise<ServerFrame | undefined> {
  return (await client.send(frame)).find(answer => 'replyTo' in answer && answer.replyTo === frame.id)
}

/** An agent's console. */
export async function aConsole(world: AppWorld, name = 'ana', expiresAt?: number): Promise<Client> {
  return await connected(world, `console-${name}`, agentToken(name, ['shop:agent'], expiresAt), { bot: 'shop' })
}

/** A new key of a bot. */
export async function botKey({ app }: AppWorld, botId = 'shop'): Promise<string> {
  const { key, stored } = makeKey(randomIds, isoTime(app.clock.now()))
  await app.store.putKey(botId, stored)
  return key
}

export async function userToken(world: AppWorld, { botId, userId }: Address): Promise<string> {
  const bot = await world.app.directory.bot(botId)
  return (await signUserToken(bot, { botId, userId, anonymous: false }, world.app.clock.now())).token
}

/** A user's widget. */
export async function aWidget(world: AppWorld, who: Address, connectionId = `widget-${who.userId}`): Promise<Client> {
  return await connected(world, connectionId, await userToken(world, who))
}
