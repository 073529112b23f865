import { join } from 'node:path'
import { streamHandler } from '../../functions/dispatch/stream.ts'
import type { App } from '../../lib/app.ts'
import { createAuthenticator } from '../../lib/auth/authenticate.ts'
import { compose } from '../../lib/compose.ts'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import type { Notice } from '../../lib/ports/outside.ts'
import type { Store } from '../../lib/ports/store.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { openSqliteStore } from '../../lib/sqlite/store.ts'
import { openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { positionFile } from '../../local/engines/position.ts'
import { pollStream } from '../../local/engines/stream.ts'
import { feedLoop } from '../../local/feed-loop.ts'
import { clockLoop } from '../../local/loops.ts'
import type { EngineName } from '../../local/options.ts'
import { noTopic, silentLog, silentSockets } from '../../test/support/silent.ts'
import { countItems, type ItemCounts } from './item-counts.ts'

const CLOCK_EVERY_MS = 1_000

/** A published notice, and its time. */
export interface Published {
  readonly at: number
  readonly notice: Notice
}

/** One server of the runner without its doors: a store, its change feed, the clock, and a topic that only records. */
export interface HandoffWorld {
  readonly app: App
  readonly published: readonly Published[]
  /** Sessions that lists returned, and conversations that counts counted. */
  listed(): number
  /** Undefined over SQLite, which has no items. */
  items(): ItemCounts | undefined
  putBot(botId: string, config: Parameters<typeof BotConfig.parse>[0] & object): Promise<void>
  close(): Promise<void>
}

/** `folder`: an empty folder for the data. */
export async function openHandoffWorld(engine: EngineName, folder: string): Promise<HandoffWorld> {
  const opened = engine === 'sqlite' ? sqlite(folder) : await dynamo(folder)
  let listed = 0
  const store: Store = {
    ...opened.store,
    list: async query => {
      const page = await opened.store.list(query)
      listed += page.items.length
      return page
    },
    count: async query => {
      const size = await opened.store.count(query)
      listed += size
      return size
    },
  }
  const published: Published[] = []
  const app = compose({
    store,
    sockets: silentSockets,
    notifier: { publish: async notice => `${published.push({ at: Date.now(), notice })}` },
    alertTopic: noTopic,
    asker: () => ({ ask: async () => {} }),
    log: { ...silentLog, error: (message, fields) => console.error(message, fields) },
    settings: {
      consoleUrl: 'https://console.example.test',
      alertsIncludeText: false,
      platformUrls: {},
      processId: 'bench',
    },
    auth: (directory, clock) =>
      createAuthenticator(directory, clock, async () => Promise.reject(new Error('no agents'))),
    reach: 'loopback-too',
    directory: { rememberMs: 20_000, alone: true },
  })
  const ends = [opened.serve(app), clockLoop(app, CLOCK_EVERY_MS)]
  return {
    app,
    published,
    listed: () => listed,
    items: opened.items,
    async putBot(botId, config) {
      await store.putBot(botId, 0, {
        config: { ...BotConfig.parse({ mode: 'gate', ...config }), version: 1 },
        userTokenSecret: app.ids.make('uts_'),
        identitySecret: app.ids.make('ids_'),
      })
    },
    async close() {
      for (const end of ends) await end.stop()
      await opened.close()
    },
  }
}

function sqlite(folder: string) {
  const store = openSqliteStore({ path: join(folder, 'interlude.db') })
  return {
    store,
    serve: (app: App) => feedLoop(app, store.feed),
    items: () => undefined,
    close: async () => store.close(),
  }
}

async function dynamo(folder: string) {
  const engine = await openDynamoEngine({ directory: folder, table: 'interlude', environment: {} })
  const items = countItems(engine.client)
  return {
    store: openDynamoStore({ client: engine.documents, table: engine.table }),
    serve(app: App) {
      const { close } = pollStream({
        client: engine.streams,
        streamArn: engine.streamArn,
        position: positionFile(join(folder, 'position.json')),
        handler: streamHandler(app),
        log: app.log,
      })
      return { stop: close }
    },
    items,
    close: () => engine.close(),
  }
}
