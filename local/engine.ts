import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { liveStreamHandler, streamHandler } from '../functions/dispatch/stream.ts'
import type { App } from '../lib/app.ts'
import { apiGatewaySockets } from '../lib/aws/sockets.ts'
import type { OneByOne } from '../lib/conversations/execute.ts'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import type { ChangeFeed } from '../lib/ports/feed.ts'
import type { SocketGateway } from '../lib/ports/outside.ts'
import type { Store } from '../lib/ports/store.ts'
import type { Log } from '../lib/ports/system.ts'
import { openSqliteStore } from '../lib/sqlite/store.ts'
import { type DynamoEngine, openDynamoEngine } from './engines/dynamodb.ts'
import { type PositionStore, positionFile, positionInMemory } from './engines/position.ts'
import { pollStream } from './engines/stream.ts'
import { afterWrites } from './engines/writes.ts'
import { feedLoop } from './feed-loop.ts'
import { writeWhole } from './files.ts'
import type { Gateway } from './gateway/gateway.ts'
import { type LoopbackServer, serveOnLoopback } from './gateway/loopback-server.ts'
import type { Loop } from './loops.ts'
import { queues } from './one-by-one.ts'
import type { EngineName } from './options.ts'
import { LIVE_WINDOW_MS, window } from './window.ts'

/** A store, with its way to serve changes and to reach sockets. */
export interface Engine {
  readonly store: Store
  /** Present if changes of one conversation would conflict in the engine, and each conflict costs requests. */
  readonly oneByOne?: OneByOne
  /** Users' messages that are admitted however long they wait, if not the usual number. */
  readonly usersAtLeast?: number
  serveChanges(app: App): Loop
  socketsOf(gateway: Gateway): Promise<SocketGateway>
  /** Opens an engine of this kind with nothing in it, in memory. Present if the first requests are slow without a warm-up. */
  readonly openSpare?: () => Promise<Engine>
  close(): Promise<void>
}

export async function openEngine(name: EngineName, data: string, log: Log): Promise<Engine> {
  switch (name) {
    case 'sqlite':
      return sqliteEngine(data, log)
    case 'dynamodb':
      return await dynamoEngine(data, log)
    default:
      return name satisfies never
  }
}

/** SQLite: one file, and everything in this process. */
function sqliteEngine(data: string, log: Log): Engine {
  const store = openSqliteStore({
    path: join(data, 'interlude.db'),
    onProgress: progress => log.warn('upgrading the data of an older version; the start takes longer', progress),
  })
  return {
    store,
    serveChanges: app => feedLoop(app, afterAnswers(store.feed)),
    socketsOf: async gateway => gateway.sockets,
    close: async () => store.close(),
  }
}

/**
 * The same feed, but a wait ends one turn of the event loop later. A commit wakes the reader and the requests whose
 * changes it wrote at the same time, so without this turn they would wait for the reader's work before their answers.
 */
function afterAnswers(feed: ChangeFeed): ChangeFeed {
  return {
    ...feed,
    async wait(ms) {
      await feed.wait(ms)
      await nextTurn()
    },
  }
}

export const TABLE = 'interlude'
/** How often to read the table's stream (ms): at most, after a write of this process; and for writes of tools. */
const STREAM_EVERY_MS = 50
const STREAM_IDLE_MS = 500
/**
 * A request of the SDK takes about a millisecond of this process, and a message takes seven, so a moderate number of
 * users waits longer than the usual limit allows. They get a slow answer, not a refusal.
 */
const USERS_AT_LEAST = 160
/** The file in the data folder that contains the endpoint of the embedded DynamoDB, for inspecting the table. */
export const ENDPOINT_FILE = 'dynamodb-endpoint'

/** The table in a data folder, and the position up to which its stream was handled. */
export const dynamoPlaces = (data: string) => ({
  directory: join(data, 'dynamodb'),
  table: TABLE,
  position: positionFile(join(data, 'stream-position.json')),
})

async function dynamoEngine(data: string, log: Log): Promise<Engine> {
  const places = dynamoPlaces(data)
  const engine = await openDynamoEngine(places)
  await writeWhole(join(data, ENDPOINT_FILE), await endpointOf(engine.client))
  const openSpare = async () =>
    engineOver(await openDynamoEngine({ table: TABLE, environment: {} }), positionInMemory(), log)
  return { ...engineOver(engine, places.position, log), ...(engine.isEmbedded && { openSpare }) }
}

/** As on AWS: a table with a stream, functions that receive its records, and sockets that the SDK reaches. */
function engineOver(engine: DynamoEngine, position: PositionStore, log: Log): Engine {
  const ends: (() => Promise<void>)[] = [() => engine.close()]
  return {
    store: openDynamoStore({ client: engine.documents, table: engine.table }),
    oneByOne: queues(),
    usersAtLeast: USERS_AT_LEAST,
    serveChanges(app) {
      const { streams: client, streamArn } = engine
      const dispatch = streamHandler(app)
      const showLive = liveStreamHandler(app)
      const live = window<DynamoDBRecord>(
        LIVE_WINDOW_MS,
        async Records => await showLive({ Records: [...Records] }),
        log,
      )
      const handler: typeof dispatch = async event => {
        live.add(event.Records)
        return await dispatch(event)
      }
      const pace = { intervalMs: STREAM_EVERY_MS, idleMs: STREAM_IDLE_MS }
      const dispatching = pollStream({ client, streamArn, position, handler, log, ...pace })
      afterWrites(engine.client, dispatching.wake)
      return {
        stop: async () => {
          await dispatching.close()
          await live.stop()
        },
      }
    },
    async socketsOf(gateway) {
      const { url: endpoint, close } = await serveConnections(gateway)
      ends.push(() => close())
      const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
      return apiGatewaySockets(new ApiGatewayManagementApiClient({ endpoint, region: 'local', credentials }))
    },
    close: async () => {
      for (const end of ends.reverse()) await end()
    },
  }
}

async function endpointOf({ config }: DynamoDBClient): Promise<string> {
  const { protocol, hostname, port } = (await config.endpoint?.()) ?? {}
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
}

/** Serves the `@connections` API on its own port, only for the SDK in this process. */
async function serveConnections(gateway: Gateway): Promise<LoopbackServer> {
  return await serveOnLoopback(
    (req, res) => {
      void gateway.connections(req, res).then(answered => {
        if (!answered) res.writeHead(404).end()
      })
    },
    { host: '127.0.0.1', port: 0 },
  )
}
