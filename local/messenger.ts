import { createHmac } from 'node:crypto'
import type { App } from '../lib/app.ts'
import type { Log } from '../lib/ports/system.ts'
import { MessengerChannel } from '../lib/protocol/channels.ts'
import type { Extra } from './gateway/gateway.ts'
import { type Graph, openGraph } from './graph/graph.ts'
import { messengerHandler } from './graph/messenger-handler.ts'
import { DEMO_BOT } from './seed.ts'

/** The demo's application and page at the double. */
const APP_ID = '1517776481860111'
const PAGE_ID = '682498302938465'
const PAGE_NAME = 'Northfold'
/** The name of the channel that the demo bot gets. */
const CHANNEL = 'messenger'

/** The double of Messenger, and its connection with the demo bot. */
export interface DemoMessenger {
  readonly graph: Graph
  /** Serves `/_messenger`. */
  readonly page: Extra
  /**
   * Connects the double's page with the demo bot, unless the operator has entered another application. Call it once
   * Interlude answers requests at `url`: the double checks the webhook's URL.
   */
  connect(app: App, url: string): Promise<void>
  close(): Promise<void>
}

/** Starts the double with one application and one page. Their secrets come from `secret`, so a restart keeps them. */
export async function openDemoMessenger(options: {
  readonly host: string
  readonly secret: string
  readonly log: Log
}): Promise<DemoMessenger> {
  const { host, log } = options
  const secretFor = (use: string) => createHmac('sha256', options.secret).update(use).digest('hex')
  const graph = await openGraph({ host, log })
  const metaApp = graph.addApp({ id: APP_ID, name: 'Interlude', secret: secretFor('app secret').slice(0, 32) })
  const page = graph.addPage({ id: PAGE_ID, name: PAGE_NAME })
  const pageToken = graph.connect(metaApp, page, `EAA${secretFor('page token')}`)
  const verifyToken = secretFor('verify token').slice(0, 24)
  const fields = { appId: APP_ID, appSecret: metaApp.secret, verifyToken }
  return {
    graph,
    page: messengerHandler(graph),
    async connect(app, url) {
      const stored = await app.store.platformApp('messenger')
      if (stored === undefined) {
        await app.store.putPlatformApp('messenger', 0, { version: 1, fields })
        await addChannel(app, MessengerChannel.parse({ type: 'messenger', pageId: PAGE_ID, pageToken }))
      } else if (stored.fields.appId !== APP_ID) return
      await graph.setCallback(metaApp, `${url}/api/v1/channels/messenger/webhook`, verifyToken)
      graph.install(metaApp, page)
    },
    close: () => graph.close(),
  }
}

/** Gives the demo bot the channel, if it has none of this name. */
async function addChannel(app: App, channel: MessengerChannel): Promise<void> {
  const bot = await app.store.bot(DEMO_BOT)
  if (bot === undefined || bot.config.mode !== 'ask' || Object.hasOwn(bot.config.channels, CHANNEL)) return
  const { version, channels } = bot.config
  const config = { ...bot.config, version: version + 1, channels: { ...channels, [CHANNEL]: channel } }
  const move = { type: 'messenger', accountId: channel.pageId, after: DEMO_BOT } as const
  await app.store.putBot(DEMO_BOT, version, { ...bot, config }, [move])
  app.directory.forget(DEMO_BOT)
}
