import { platformRoutes } from '../../functions/channels/routes.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import type { Address } from '../../lib/session/session.ts'
import { aGateway } from '../../local/gateway/test-gateway.ts'
import { openGraph } from '../../local/graph/graph.ts'
import type { Person } from '../../local/graph/person.ts'
import { signed } from '../../local/graph/test-graph.ts'
import { silentLog } from '../support/silent.ts'
import { aPage } from '../support/stored.ts'
import { BOT, CHANNEL, channelWorld } from './channel-world.ts'

export const PAGE_ID = '682498302938465'
export const APP = { id: '1517776481860111', secret: 'the secret of the app' }
/** The options of a channel whose agents have personas. */
export const PERSONA = { agentName: 'persona', personaPicture: 'https://files.example.test/agent.png' } as const
const VERIFY_TOKEN = 'a word that only we know'

/**
 * The double of Messenger with one page, connected with the bot over real HTTP: its webhooks and its Graph API. Of the
 * time, only that of the conversations is the manual clock's.
 */
export async function messengerWorld(options: Partial<MessengerChannel> = {}) {
  let world: Awaited<ReturnType<typeof channelWorld>> | undefined
  const calls: string[] = []
  const warnings: string[] = []
  const graph = await openGraph({
    host: '127.0.0.1',
    now: () => world?.clock.now() ?? Date.now(),
    retryDelaysMs: [5],
    log: { ...silentLog, debug: (_, { method, path } = {}) => void calls.push(`${method} ${path}`) },
  })
  const metaApp = graph.addApp(APP)
  const page = graph.addPage({ id: PAGE_ID, name: 'Shop' })
  const pageToken = graph.connect(metaApp, page)
  world = await channelWorld({
    channel: aPage(PAGE_ID, { pageToken, ...options }),
    platformUrls: { messenger: graph.url },
    log: { ...silentLog, warn: message => void warnings.push(message) },
  })
  const api = httpApi(world.app, platformRoutes)
  const gateway = await aGateway({
    routes: platformRoutes.map(({ spec: { method, path } }) => ({ method, path, handler: api })),
  })
  const fields = { appId: APP.id, appSecret: APP.secret, verifyToken: VERIFY_TOKEN }
  await world.app.store.putPlatformApp('messenger', 0, { version: 1, fields })
  const webhook = `${gateway.url}/api/v1/channels/messenger/webhook`
  await graph.setCallback(metaApp, webhook, VERIFY_TOKEN)
  graph.install(metaApp, page)
  const { goesOn } = world
  const close = async () => {
    await graph.close()
    await gateway.close()
  }
  return {
    world,
    graph,
    page,
    metaApp,
    /** The calls of the Graph API, such as `GET 123`. */
    calls,
    /** The warnings that Interlude logged. */
    warnings,
    /** The conversation of a person. */
    whoIs: ({ psid }: Person): Address => ({ botId: BOT, channel: CHANNEL, userId: psid }),
    /** The texts that a person got from the page, in order. */
    textsTo: ({ thread }: Person): string[] =>
      thread.messages
        .filter(({ from }) => from === 'page')
        .map(({ text, attachments }) => text ?? JSON.stringify(attachments)),
    /** Sends a request to the webhook, as anybody can. Resolves with the status. */
    async post(body: string, headers: Record<string, string> = {}): Promise<number> {
      const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
      const res = await fetch(webhook, sent)
      await res.body?.cancel()
      return res.status
    },
    signature: (body: string, secret = APP.secret) => ({ 'x-hub-signature-256': signed(body, secret) }),
    /** Lets both sides go on until nothing is left to do on either. */
    async settles(): Promise<void> {
      for (let attempts = -1; attempts < graph.webhooks.attempts.length; ) {
        attempts = graph.webhooks.attempts.length
        await graph.webhooks.idle()
        await goesOn()
        await graph.webhooks.idle()
      }
    },
    close,
    /** Closes the platform, and the world behind it. */
    async end() {
      await close()
      await world.close()
    },
  }
}
