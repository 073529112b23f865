import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { SNSClient } from '@aws-sdk/client-sns'
import type { App } from '../../lib/app.ts'
import { snsNotifier } from '../../lib/aws/notifier.ts'
import { apiGatewaySockets } from '../../lib/aws/sockets.ts'
import { dynamoStore } from '../../lib/dynamo/store.ts'
import type { Log } from '../../lib/ports/system.ts'
import { type DynamoEngine, openDynamoEngine } from '../../local/engines/dynamodb.ts'
import type { manualClock } from '../../test/builders.ts'
import { anApp, givenABot, webhookChannel } from '../../test/support/app.ts'
import { addCounts, type Counts, type FunctionName, noCounts } from './counts.ts'
import { meter } from './meter.ts'

/** A message of the WebSocket API is one for so many bytes; SNS' requests and HTTP's are coarser (64 KB, 512 KB). */
export const SOCKET_MESSAGE_BYTES = 32 * 1024
const PUBLISH_BYTES = 64 * 1024
/** Lambda's own lines of an invocation (START, END, REPORT), each with the 26 bytes that CloudWatch adds to a line. */
const PLATFORM_LOG_BYTES = 67 + 50 + 163 + 3 * 26
/** What Powertools puts around a line: level, time, service, and CloudWatch's own. */
const LINE_LOG_BYTES = 160 + 26

/** The application over the embedded engine and AWS' own clients; nothing leaves them, and everything is counted. */
export interface CostWorld {
  readonly app: App
  readonly engine: DynamoEngine
  readonly clock: ReturnType<typeof manualClock>
  /** Counts what `act` does as one more `kind`. */
  as<T>(kind: string, act: () => Promise<T>): Promise<T>
  /** An invocation of a function. */
  invoke<T>(name: FunctionName, act: () => Promise<T>): Promise<T>
  /** What is being counted now. */
  now(): Counts
  readonly kinds: ReadonlyMap<string, Counts>
  close(): Promise<void>
}

export async function openCostWorld({ sized, botSays }: { sized: boolean; botSays: string }): Promise<CostWorld> {
  const engine = await openDynamoEngine({ table: 'interlude', environment: {} })
  let current = noCounts()
  const now = () => current
  const metering = meter(engine, now, sized)
  const { app, clock } = await appOver(engine, now, botSays)
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

async function appOver(engine: DynamoEngine, now: () => Counts, botSays: string) {
  const base = anApp(dynamoStore({ client: engine.documents, table: engine.table }))
  base.answer = ({ url }) =>
    url === webhookChannel.url ? { status: 'ok', body: {} } : { status: 'ok', body: { replies: [{ text: botSays }] } }
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
        // A packet of a handback is only taken; what the bot says belongs to messages.
        const result = await post(call)
        return (call.body as { type?: unknown }).type === 'handback' ? { status: 'ok', body: {} } : result
      },
    },
  }
  await givenABot(app, 'shop', { mode: 'ask', channels: { web: { ...webhookChannel, replies: 'answer' } } })
  return { app, clock: base.clock }
}

const ANYBODY = { region: 'us-east-1', credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } }

/** Everything of the client runs, its signing too; in place of the network it is told that all went well. */
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

/** Debug lines are off on AWS unless the operator wants them. */
function countingLog(now: () => Counts): Log {
  const line = (message: string, details: object = {}) => {
    now().logBytes += LINE_LOG_BYTES + Buffer.byteLength(message + JSON.stringify(details))
  }
  return { debug() {}, info: line, warn: line, error: line }
}
