import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { SNSClient } from '@aws-sdk/client-sns'
import type { App } from '../../lib/app.ts'
import { snsNotifier } from '../../lib/aws/notifier.ts'
import { apiGatewaySockets } from '../../lib/aws/sockets.ts'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import type { Log } from '../../lib/ports/system.ts'
import { type DynamoEngine, openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { anApp, putBot, webhookChannel } from '../../test/support/app.ts'
import type { manualClock } from '../../test/support/clock.ts'
import { addCounts, type Counts, type FunctionName, noCounts } from './counts.ts'
import { meter } from './meter.ts'

/** The WebSocket API bills a message per started 32 KB. SNS and HTTP use larger steps (64 KB, 512 KB). */
export const SOCKET_MESSAGE_BYTES = 32 * 1024
const PUBLISH_BYTES = 64 * 1024
/** Lambda's own log lines of an invocation (START, END, REPORT), each with the 26 bytes that CloudWatch adds. */
const PLATFORM_LOG_BYTES = 67 + 50 + 163 + 3 * 26
/** Bytes that Powertools adds to a log line (level, time, service), and CloudWatch's 26. */
const LINE_LOG_BYTES = 160 + 26

/**
 * The application over the embedded engine and AWS's own clients. Counts everything, and sends nothing to a network.
 */
export interface MeteredWorld {
  readonly app: App
  readonly engine: DynamoEngine
  readonly clock: ReturnType<typeof manualClock>
  /** Counts what `act` does as one more event of `kind`. */
  as<T>(kind: string, act: () => Promise<T>): Promise<T>
  /** Counts `act` as an invocation of a function. */
  invoke<T>(name: FunctionName, act: () => Promise<T>): Promise<T>
  /** The counts of the current event. */
  now(): Counts
  readonly kinds: ReadonlyMap<string, Counts>
  close(): Promise<void>
}

export async function openMeteredWorld({
  sized,
  botAnswer,
}: {
  sized: boolean
  botAnswer: string
}): Promise<MeteredWorld> {
  const engine = await openDynamoEngine({ table: 'interlude', environment: {} })
  let current = noCounts()
  const now = () => current
  const metering = meter(engine, now, sized)
  const { app, clock } = await appOver(engine, now, botAnswer)
  const kinds = new Map<string, Counts>()
  return {
    app,
    engine,
    clock,
    now,
    kinds,
    async as(kind, act) {
      current = noCounts()
      const result = await act()
      current.times = 1
      const sum = kinds.get(kind) ?? noCounts()
      addCounts(sum, current)
      kinds.set(kind, sum)
      current = noCounts()
      return result
    },
    async invoke(name, act) {
      const begun = performance.now()
      try {
        return await act()
      } finally {
        const { invocations, ms } = current.lambda[name] ?? { invocations: 0, ms: 0 }
        current.lambda[name] = { invocations: invocations + 1, ms: ms + Math.ceil(performance.now() - begun) }
        current.logBytes += PLATFORM_LOG_BYTES
      }
    },
    async close() {
      metering.close()
      await engine.close()
    },
  }
}

async function appOver(engine: DynamoEngine, now: () => Counts, botAnswer: string) {
  const base = anApp(openDynamoStore({ client: engine.documents, table: engine.table }))
  base.answer = ({ url }) =>
    url === webhookChannel.url ? { status: 'ok', body: {} } : { status: 'ok', body: { replies: [{ text: botAnswer }] } }
  const { post } = base.webhooks
  const app: App = {
    ...base,
    log: countingLog(now),
    sockets: apiGatewaySockets(socketsClient(now)),
    notifier: snsNotifier(topicClient(now), 'arn:aws:sns:us-east-1:000000000000:alerts'),
    webhooks: {
      ...base.webhooks,
      async post(call) {
        const counts = now()
        if (call.url === webhookChannel.url) counts.channelCalls++
        else counts.botCalls++
        counts.outBytes += Buffer.byteLength(JSON.stringify(call.body))
        // The bot answers a handback with an empty body; its replies belong to messages.
        const result = await post(call)
        return (call.body as { type?: unknown }).type === 'handback' ? { status: 'ok', body: {} } : result
      },
    },
  }
  await putBot(app, 'shop', { mode: 'ask', channels: { web: { ...webhookChannel, replies: 'answer' } } })
  return { app, clock: base.clock }
}

const ANYBODY = { region: 'us-east-1', credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } }

/** The complete client, signing included. A middleware replaces the network, and answers every request with success. */
function socketsClient(now: () => Counts): ApiGatewayManagementApiClient {
  const client = new ApiGatewayManagementApiClient({ ...ANYBODY, endpoint: 'https://sockets.example.test/live' })
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const { Data } = input as { Data?: Uint8Array }
        count(now(), commandName)
        now().socketMessages += Math.ceil((Data?.byteLength ?? 0) / SOCKET_MESSAGE_BYTES)
        now().outBytes += Data?.byteLength ?? 0
        return { response: {}, output: { $metadata: {} } }
      },
    { step: 'finalizeRequest', priority: 'low', name: 'nowhere' },
  )
  return client
}

function topicClient(now: () => Counts): SNSClient {
  const client = new SNSClient(ANYBODY)
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        count(now(), commandName)
        now().publishes += Math.ceil(Buffer.byteLength(JSON.stringify(input)) / PUBLISH_BYTES)
        return { response: {}, output: { $metadata: {} } }
      },
    { step: 'finalizeRequest', priority: 'low', name: 'nowhere' },
  )
  return client
}

function count(counts: Counts, commandName: string): void {
  const name = commandName.replace(/Command$/, '')
  counts.calls[name] = (counts.calls[name] ?? 0) + 1
}

/** Does not count debug lines: they are off by default on AWS. */
function countingLog(now: () => Counts): Log {
  const line = (message: string, details: object = {}) => {
    now().logBytes += LINE_LOG_BYTES + Buffer.byteLength(message + JSON.stringify(details))
  }
  return { debug() {}, info: line, warn: line, error: line }
}
