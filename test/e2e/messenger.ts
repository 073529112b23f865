import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import { sessionId } from '../../lib/session/session.ts'
import { type Graph, openGraph } from '../../local/graph/graph.ts'
import type { Person } from '../../local/graph/person.ts'
import type { App, Page } from '../../local/graph/types.ts'
import type { DevFile } from '../../local/interlude.ts'
import type { EngineName } from '../../local/options.ts'
import { aPage } from '../support/stored.ts'
import { type BotSettings, call, type TestBot } from './client.ts'
import { type RunningWorld, runningWorld } from './running-world.ts'
import type { SocketClient } from './socket.ts'

const APP = { id: '1517776481860111', secret: '0123456789abcdef0123456789abcdef' }
const VERIFY_TOKEN = 'a-word-that-only-we-know'

/** The parts of a world that the stories of Messenger use. */
export type ServedWorld = Pick<RunningWorld, 'bot' | 'letters' | 'keep'> & {
  readonly dev: Pick<DevFile, 'url' | 'adminToken'>
  /** An agent at a socket. */
  agent(bot: TestBot): Promise<SocketClient>
}

/** The name of the channel in the tests. */
export const MESSENGER = 'messenger'

/** The double of Messenger in the test's own process, for one running Interlude. */
export interface MessengerDouble {
  readonly graph: Graph
  readonly app: App
  /** Makes a page, and the channel that a bot's configuration gets for it. */
  page(name: string): { readonly page: Page; readonly channel: MessengerChannel }
  /**
   * Installs the app on the pages. The first time it also enters the app, and has the webhook's URL checked. Call it after
   * the bots exist.
   */
  connect(world: ServedWorld, pages: readonly Page[]): Promise<void>
  close(): Promise<void>
}

/** Waits between the attempts to deliver a webhook, shorter than Meta's, so that a test ends. */
const RETRY_DELAYS_MS = [50, 200, 500, 1_000, 2_000, 4_000]

export async function messengerDouble(retryDelaysMs: readonly number[] = RETRY_DELAYS_MS): Promise<MessengerDouble> {
  const graph = await openGraph({ host: '127.0.0.1', retryDelaysMs })
  const app = graph.addApp(APP)
  let pages = 0
  return {
    graph,
    app,
    page(name) {
      const page = graph.addPage({ id: `${682_498_302_938_000 + ++pages}`, name })
      return { page, channel: aPage(page.id, { pageToken: graph.connect(app, page) }) }
    },
    async connect({ dev }, installed) {
      if (app.callbackUrl === undefined) {
        const json = { version: 0, appId: APP.id, appSecret: APP.secret, verifyToken: VERIFY_TOKEN }
        const url = `${dev.url}/api/v1/channels/messenger/app`
        const { status, body } = await call(url, { method: 'PUT', token: dev.adminToken, json })
        if (status !== 200) throw new Error(`the app was not entered: ${JSON.stringify(body)}`)
        await graph.setCallback(app, `${dev.url}/api/v1/channels/messenger/webhook`, VERIFY_TOKEN)
      }
      for (const page of installed) graph.install(app, page)
    },
    close: () => graph.close(),
  }
}

/** A double, a world that is connected to it, and bots with a page there. */
export interface MessengerWorld<W extends ServedWorld = ServedWorld> {
  readonly world: W
  double(): MessengerDouble
  /** Makes a bot with a page of its own, and connects the page. */
  open(name: string, settings: BotSettings): Promise<{ readonly bot: TestBot; readonly page: Page }>
}

/** Starts a double, and Interlude over it. */
export function messengerWorld(
  engine: EngineName,
  policy: Readonly<Record<string, unknown>> = {},
  retryDelaysMs?: readonly number[],
): MessengerWorld<RunningWorld> {
  return messengerOver(graphOf => runningWorld(engine, policy, graphOf), retryDelaysMs)
}

/** `worldOf` gets a function that starts the double and returns its URL. */
export function messengerOver<W extends ServedWorld>(
  worldOf: (graphOf: () => Promise<string>) => W,
  retryDelaysMs?: readonly number[],
): MessengerWorld<W> {
  let started: MessengerDouble | undefined
  const world = worldOf(async () => {
    started = await messengerDouble(retryDelaysMs)
    return started.graph.url
  })
  const double = () => {
    if (!started) throw new Error('the double does not run')
    return started
  }
  return {
    world,
    double,
    async open(name, settings) {
      await world.keep(double())
      const { page, channel } = double().page('Shop')
      const bot = await world.bot(name, { ...settings, channels: { [MESSENGER]: channel } })
      await double().connect(world, [page])
      return { bot, page }
    },
  }
}

/** The conversation of a person with a bot. */
export function sessionOf({ botId }: TestBot, { psid }: Person): string {
  return sessionId({ botId, channel: MESSENGER, userId: psid })
}

/** The messages that the page has sent to a person, with their time and what Interlude marked them with. */
export function receivedBy({ thread }: Person) {
  return thread.messages
    .filter(({ from }) => from === 'page')
    .map(({ text, attachments, metadata, at }) => ({ text: text ?? JSON.stringify(attachments), metadata, at }))
}
