import type { DynamoDBRecord } from 'aws-lambda'
import { socketApi } from '../../functions/agent-ws/socket.ts'
import { runClock } from '../../functions/clock/clock.ts'
import { liveStreamHandler, streamHandler } from '../../functions/dispatch/stream.ts'
import { inboundRoutes } from '../../functions/inbound/routes.ts'
import { pauseRoutes } from '../../functions/pause/routes.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { ClientFrame } from '../../lib/protocol/frames.ts'
import type { RouteSpec } from '../../lib/protocol/routes.ts'
import { lambdaRecord } from '../../local/engines/lambda-record.ts'
import { shardReader } from '../../local/engines/shards.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { socketEvent } from '../../test/support/sockets.ts'
import { type MeteredWorld, SOCKET_MESSAGE_BYTES } from './metered-world.ts'

/** HTTP APIs bill one request per started 512 KB. */
const HTTP_REQUEST_BYTES = 512 * 1024
const CLOCK_BUDGET_MS = 20_000

/** The entry points of a deployment, invoked as AWS does. */
export interface Edges {
  request(
    name: 'inbound' | 'pause',
    spec: RouteSpec,
    params: Readonly<Record<string, string>>,
    options: { token: string; body?: unknown; query?: Record<string, string> },
  ): Promise<unknown>
  /** Opens a socket. `bot`: the bot that the agent works for. */
  connect(connectionId: string, token: string, bot: string): Promise<void>
  send(connectionId: string, frame: ClientFrame): Promise<void>
  disconnect(connectionId: string): Promise<void>
  minute(): Promise<void>
  /** Serves the records of the stream, and the records that follow from them, each with its own invocation. */
  served(): Promise<void>
}

export async function edgesOf({ app, engine, invoke, now, clock }: MeteredWorld): Promise<Edges> {
  const apis = { inbound: httpApi(app, inboundRoutes), pause: httpApi(app, pauseRoutes) }
  const sockets = socketApi(app)
  const dispatch = streamHandler(app)
  const live = liveStreamHandler(app)
  const reader = shardReader(engine.streams, engine.streamArn, undefined)

  return {
    async request(name, spec, params, options) {
      const event = httpEvent(spec, params, options)
      const answer = await invoke(name, async () => await apis[name](event, lambdaContext))
      if (answer.statusCode !== 200) throw new Error(`${name} answered ${answer.statusCode}: ${answer.body}`)
      now().httpRequests += Math.max(1, Math.ceil(Buffer.byteLength(event.body ?? '') / HTTP_REQUEST_BYTES))
      now().outBytes += Buffer.byteLength(JSON.stringify(answer))
      return answer.headers?.['content-type'] === 'application/json' ? JSON.parse(answer.body ?? 'null') : answer.body
    },

    // Count a connect and a disconnect as one message each: AWS does not document whether it bills them.
    async connect(connectionId, token, bot) {
      const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${token}` }
      const event = socketEvent('CONNECT', connectionId, { headers, query: { bot } })
      const { statusCode, body } = await invoke('agent-ws', async () => await sockets(event))
      if (statusCode !== 200) throw new Error(`the handshake failed: ${body}`)
      now().socketMessages++
    },
    async send(connectionId, frame) {
      const body = JSON.stringify(frame)
      now().socketMessages += Math.ceil(Buffer.byteLength(body) / SOCKET_MESSAGE_BYTES)
      await invoke('agent-ws', async () => await sockets(socketEvent('MESSAGE', connectionId, { body })))
    },
    async disconnect(connectionId) {
      await invoke('agent-ws', async () => await sockets(socketEvent('DISCONNECT', connectionId)))
      now().socketMessages++
    },

    async minute() {
      await invoke('clock', async () => {
        const { failed } = await runClock(app, clock.now() + CLOCK_BUDGET_MS)
        if (failed > 0) throw new Error('the clock failed')
      })
    },

    async served() {
      for (;;) {
        const records = await reader.read(100)
        if (records.length === 0) return
        for (const { record } of records) {
          const event = { Records: [lambdaRecord(record, engine.streamArn)] }
          if (!isServed(event.Records[0])) continue
          now().streamRecords++
          const { batchItemFailures } = await invoke('dispatch', async () => await dispatch(event))
          if (batchItemFailures.length > 0) throw new Error('dispatch failed')
          await invoke('live', async () => await live(event))
        }
      }
    },
  }
}

/** The filter of functions/dispatch/function.yml and live.yml. */
function isServed(record: DynamoDBRecord | undefined): boolean {
  return record?.dynamodb?.Keys?.SK?.S === 'STATE'
}
