import { platformRoutes } from '../../functions/channels/routes.ts'
import { httpApi } from '../../lib/http/api.ts'
import { aGateway } from '../../local/gateway/test-gateway.ts'
import type { Fault } from '../../local/graph/faults.ts'
import { type Graph, openGraph } from '../../local/graph/graph.ts'
import { signed } from '../../local/graph/test-graph.ts'
import { BOT, type Break, type CalledPlatform, CHANNEL, channelWorld } from './channel-world.ts'
import { calledChannelContract } from './contract.ts'

const PAGE_ID = '682498302938465'
const APP = { id: '1517776481860111', secret: 'the secret of the app' }
const VERIFY_TOKEN = 'a word that only we know'

/** The double of Messenger: its webhooks and its Send API over real HTTP. */
calledChannelContract('messenger', async () => {
  let world: Awaited<ReturnType<typeof channelWorld>> | undefined
  const graph = await openGraph({ host: '127.0.0.1', now: () => world?.clock.now() ?? Date.now(), retryDelaysMs: [5] })
  const app = graph.addApp(APP)
  const page = graph.addPage({ id: PAGE_ID, name: 'Shop' })
  const pageToken = graph.connect(app, page)
  world = await channelWorld({
    channel: {
      type: 'messenger',
      ...{ pageId: PAGE_ID, pageToken, elsewhere: 'pause', threadControl: 'ignore', agentName: 'hide' },
    },
    platformUrls: { messenger: graph.url },
  })
  const api = httpApi(world.app, platformRoutes)
  const gateway = await aGateway({
    routes: platformRoutes.map(({ spec: { method, path } }) => ({ method, path, handler: api })),
  })
  const fields = { appId: APP.id, appSecret: APP.secret, verifyToken: VERIFY_TOKEN }
  await world.app.store.putPlatformApp('messenger', 0, { version: 1, fields })
  const webhook = `${gateway.url}/api/v1/channels/messenger/webhook`
  await graph.setCallback(app, webhook, VERIFY_TOKEN)
  graph.install(app, page)
  const maria = graph.addPerson(page)
  const who = { botId: BOT, channel: CHANNEL, userId: maria.psid }
  const platform: CalledPlatform = {
    who,
    async userWrites(text) {
      const mid = maria.says(text)
      await graph.webhooks.idle()
      return mid
    },
    async tellsAgain(mid) {
      const told = graph.webhooks.attempts.find(({ body }) => body.includes(mid))
      if (!told) throw new Error(`no webhook told of ${mid}`)
      const headers = { 'x-hub-signature-256': signed(told.body, APP.secret), 'content-type': 'application/json' }
      const { status } = await fetch(webhook, { method: 'POST', headers, body: told.body })
      if (status !== 200) throw new Error(`answered ${status}`)
    },
    // The device is on, so it gets each message at once.
    gets: async () => await graph.webhooks.idle(),
    async reads() {
      world?.clock.advance(1)
      maria.reads()
      await graph.webhooks.idle()
    },
    got: async () => textsTo(graph, maria.psid),
    breaks: (how, calls) => graph.faults.next(calls, FAULTS[how]),
    breaksAfter(through, how, calls) {
      graph.faults.next(through, {})
      graph.faults.next(calls, FAULTS[how])
    },
    async close() {
      await graph.close()
      await gateway.close()
    },
  }
  return { world, platform }
})

/** What the page sent to a person, as text. */
function textsTo(graph: Graph, psid: string): string[] {
  return graph
    .person(psid)
    .thread.messages.filter(({ from }) => from === 'page')
    .map(({ text, attachments }) => text ?? JSON.stringify(attachments))
}

const FAULTS: Readonly<Record<Break, Fault>> = {
  'fails for a while': { code: 1200 },
  'hangs up': { hangUp: true },
  'says too many': { code: 613 },
  refuses: { code: 551 },
}
