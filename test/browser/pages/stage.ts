import type { FrameLocator, Page } from 'playwright-core'
import type { CannedCard } from '../../../lib/protocol/canned-card.ts'
import type { Macro } from '../../../lib/protocol/macros.ts'
import { call, configure, type TestBot, testBot } from '../../e2e/client.ts'
import type { RunningWorld } from '../../e2e/running-world.ts'
import { aBot, aChannel, WEBHOOK_SECRET } from '../../e2e/servers.ts'
import { hostPages } from '../host-page.ts'
import type { Browsing } from '../people.ts'
import { ENTRIES_PER_REQUEST, everyContent, HOSTILE_NAME, hostileMessages } from './contents.ts'
import { channelOfFates, talkOfEachEntry } from './entries.ts'

/** Everything that the states show: bots, conversations by name, and pages of other sites. */
export interface Stage {
  readonly url: string
  readonly browsing: Browsing
  /** The bot that the demo's agents work for. It has many conversations. */
  readonly demo: TestBot
  /** A bot without a conversation, which admins may see. */
  readonly fresh: TestBot
  /** A bot with one conversation. */
  readonly single: TestBot
  /** A bot with one conversation, in which a reply waits for approval. */
  readonly watched: TestBot
  /** A bot that is paused as a whole. */
  readonly stopped: TestBot
  /** The bot behind the widget, which these tests answer for. */
  readonly shop: TestBot
  /** A bot whose widget other sites may not show. */
  readonly walled: TestBot
  /** Sends a request to one of a bot's routes, as the agent Ana. */
  asAna(bot: TestBot, path: string, json: unknown): Promise<void>
  readonly sessions: Readonly<Record<SessionName, string>>
  /** Another site's pages with the widget, below this address. */
  readonly hostUrl: string
}

/** The bots in the states of the console. */
export type BotName = 'demo' | 'fresh' | 'single' | 'watched' | 'stopped' | 'shop'

export type SessionName =
  | 'with the bot'
  | 'supervised'
  | 'waiting'
  | 'mine'
  | 'of another agent'
  | 'snoozed'
  | 'snoozed by another agent'
  | 'long name'
  | 'no name'
  | 'right to left'
  | 'each entry'
  | 'each content'
  | 'hostile'
  | 'long log'
  | 'of a paused bot'

/** The length of a long list, of six pages. `npm run bench` measures far longer ones. */
export const MANY = 300
/** The length of a long log, of twenty pages. */
const LONG_LOG = 2_000
export const LAST_LINE = `Line ${LONG_LOG}.`
/** How long Ana's conversation is snoozed. */
const SNOOZED_MS = 3 * 86_400_000
/** The number of concurrent requests. */
const AT_ONCE = 10
const RIGHT_TO_LEFT = 'مرحبا، أين طلبي رقم 4711؟ It was sent on Monday.'
const LONG_NAME = `${'Wilhelmina Konstantinopolitanskaya-'.repeat(4)}Featherstonehaugh`

/** Fills a running Interlude with all that the states show. */
export async function setTheStage(world: RunningWorld, browsing: Browsing): Promise<Stage> {
  const { dev } = world
  const demo = testBot(`${dev.url}/api/v1/bots/${dev.botId}`, dev.botId, dev.botKey)
  const brain = await world.keep(aBot(turn => answerOf(turn.message.text ?? '', dev.url)))
  const connectorUrl = brain.url
  const channel = await world.keep(aChannel(channelOfFates()))
  const [fresh, single, watched, stopped, shop, walled] = await Promise.all([
    world.bot('fresh', { connectorUrl, name: 'Fresh' }),
    world.bot('single', {
      connectorUrl,
      name: 'Single',
      tags: ['VIP', 'refund'],
      handoffs: { queues: {}, rating: true },
      channels: { api: { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'deliver' } },
    }),
    world.bot('watched', {
      connectorUrl,
      name: 'Watched',
      // The reply waits for as long as the tests run.
      handoffs: { queues: {}, approveWithinSeconds: 86_400 },
    }),
    world.bot('stopped', { connectorUrl, name: 'Stopped', paused: true }),
    world.bot('shop', {
      connectorUrl,
      name: 'Pip',
      handoffs: { queues: {}, rating: true },
      widget: {
        title: 'Northfold',
        color: '#1f5c46',
        greeting: 'Hi, I am Pip. Ask me about tents.',
        endCommand: '/end',
      },
    }),
    world.bot('walled', { connectorUrl, widget: { allowedOrigins: ['https://shop.example'] } }),
  ])
  await configure(dev, { cards: CARDS(dev.url), replies: REPLIES, links: LINKS, tags: TAGS, macros: MACROS })
  const [ana, ben] = [await world.agentToken(demo.botId, 'Ana'), await world.agentToken(demo.botId, 'Ben')]

  await call(`${demo.url}/agents/me/replies`, { method: 'PUT', token: ana, json: { items: OWN_REPLIES } })

  const begun = async (userId: string, fullName: string | undefined, text = 'hello', bot = demo) => {
    const { status, body } = await bot.receive(userId, { text, ...(fullName !== undefined && { user: { fullName } }) })
    if (status !== 200) throw new Error(`no conversation of ${userId}: ${JSON.stringify(body)}`)
    return body.session
  }
  const post = async (bot: TestBot, path: string, json: unknown, token?: string) => {
    const { status, body } = await bot.post(path, json, token)
    // A withheld reply gets 409.
    if (status !== 200 && status !== 409) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  }
  const say = (session: string, text: string, token: string, bot = demo) =>
    post(bot, `conversations/${session}/messages`, { id: `m-${text}`.slice(0, 60), text }, token)

  for (let at = 0; at < MANY; at += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, index) => at + index)
    await Promise.all(some.map(n => begun(`many-${n}`, `${FIRST_NAMES[n % FIRST_NAMES.length]} ${n + 1}`)))
  }
  const other = await begun('emil', 'Emil Berg', 'human please')
  await say(other, 'Hello Emil, I am Ben.', ben)
  const mine = await begun('dana', 'Dana Öztürk', 'human please')
  await say(mine, 'Hello Dana, I am Ana.', ana)
  await post(demo, `conversations/${mine}/tags`, { add: ['VIP', 'Refund'] }, ana)
  await begun('dana', undefined, 'My parcel has not come, and I leave on Friday.')

  const snoozed = await begun('nils', 'Nils Holm', 'human please')
  await say(snoozed, 'Hello Nils, the shop calls me on Friday.', ana)
  const until = new Date(Date.now() + SNOOZED_MS).toISOString()
  await post(demo, `conversations/${snoozed}/snooze`, { until }, ana)
  const bensSnoozed = await begun('pia', 'Pia Wolf', 'human please')
  await say(bensSnoozed, 'Hello Pia, please send me a photo.', ben)
  await post(demo, `conversations/${bensSnoozed}/snooze`, {}, ben)

  const supervised = await begun('sofia', 'Sofia Winter', 'hello', watched)
  await post(watched, `conversations/${supervised}/supervise`, {}, dev.adminToken)
  await begun('sofia', undefined, 'When are you open?', watched)

  const everyEntry = await talkOfEachEntry(single, dev.adminToken, channel)

  for (const [level, message] of [
    ['info', 'A new price list is there.'],
    ['error', 'The warehouse is closed today.'],
  ]) {
    await post(single, 'notifications', { level, message, url: 'https://shop.example/news' })
  }

  const contents = await begun('contents', 'Ida Larsen')
  await demo.pauseUser('contents')
  for (const message of everyContent(dev.url)) await demo.receive('contents', message)
  const hostile = await begun('hostile', HOSTILE_NAME)
  await demo.pauseUser('hostile')
  for (const message of hostileMessages()) await demo.receive('hostile', message)

  const longLog = await begun('long', 'Lena Lang')
  for (let at = 0; at < LONG_LOG; at += ENTRIES_PER_REQUEST) {
    const replies = Array.from({ length: ENTRIES_PER_REQUEST }, (_, index) => ({ text: `Line ${at + index + 1}.` }))
    await post(demo, 'channel/api/user/long/replies', { id: `long-${at}`, epoch: 0, replies })
  }
  const rightToLeft = await begun('rtl', 'ليلى حداد', RIGHT_TO_LEFT)
  const withBot = await begun('bo', 'Bo Li', 'When are you open?')
  const waiting = await begun('carla', 'Carla Ruiz', 'I want to talk to a person, please.')
  await begun('ulla', 'Ulla Holt', 'The tent burns!', shop)
  await begun('viggo', 'Viggo Dahl', 'human', shop)

  const host = await world.keep(hostPages(pagesOfOthers(dev.url, shop.botId, walled.botId)))
  return {
    url: dev.url,
    browsing,
    demo,
    fresh,
    single,
    watched,
    stopped,
    shop,
    walled,
    asAna: async (bot, path, json) => post(bot, path, json, await world.agentToken(bot.botId, 'Ana')),
    hostUrl: host.url,
    sessions: {
      'with the bot': withBot,
      supervised,
      waiting,
      mine,
      'of another agent': other,
      snoozed,
      'snoozed by another agent': bensSnoozed,
      'long name': await begun('long-name', LONG_NAME),
      'no name': await begun(`${'0123456789'.repeat(4)}@example.org`, undefined),
      'right to left': rightToLeft,
      'each entry': everyEntry,
      'each content': contents,
      hostile,
      'long log': longLog,
      'of a paused bot': await begun('stopped', 'Stina Holm', 'hello?', stopped),
    },
  }
}

/** The tags of the demo bot. */
const TAGS = ['VIP', 'Refund', 'Lost parcel', 'A long name of a tag, forty characters', 'Complaint']

/** The macros of the demo bot. */
const MACROS: Macro[] = [
  {
    name: 'Refund',
    text: 'Hello {{user.fullName|there}}, your refund is on its way. It takes up to five days.',
    tags: ['Refund'],
    handBack: 'resolved',
  },
  { name: 'Lost parcel', tags: ['Lost parcel', 'VIP'] },
  { name: 'Not a case for us', handBack: 'rejected' },
]

/** The canned cards of the demo bot. */
const CARDS = (url: string): CannedCard[] => {
  const link = (title: string) => ({ type: 'url', title, url: 'https://shop.example/tents' }) as const
  return [
    {
      name: 'Ridge tent',
      card: {
        title: 'Ridge tent for two',
        subtitle: '€ 289 · 2.1 kg',
        image: { url: `${url}/demo/tent.svg`, width: 640, height: 400, alt: 'A tent' },
        buttons: [link('See it'), { type: 'say', title: 'Ask about it', text: 'Is it waterproof?' }],
      },
    },
    {
      name: 'Everything about tents',
      card: { title: 'Tents', buttons: ['For one', 'For two', 'For four', 'All'].map(link) },
    },
  ]
}

/** The canned replies and the links of the demo bot. Nobody has an `orderId`. */
const REPLIES = [
  { name: 'Hello', value: 'Hello {{user.fullName|there}}, I am {{agentName}}. How can I help you?' },
  { name: 'Opening hours', value: 'We are here from Monday to Friday, from 9 to 17 o’clock.' },
  { name: 'Order', value: 'Your order {{user.attributes.orderId}} is on its way.' },
]
const LINKS = [
  { label: 'Customer record', url: 'https://crm.example/users/{{user.id}}' },
  { label: 'Orders', url: 'https://crm.example/orders/{{user.attributes.orderId}}' },
]

/** Ana's own canned replies. */
const OWN_REPLIES = [
  { name: 'Warehouse', value: 'I ask the warehouse and come back to you before the end of the day.' },
  {
    name: 'Return of a tent that was used, with all of its parts',
    value: 'Please send everything back to us:\n\nNorthfold, Hafenstraße 12, 20457 Hamburg\n\n{{agentName}}',
  },
]

const FIRST_NAMES = ['Amir', 'Birgit', 'Chidi', 'Dolores', 'Esben', 'Fatou', 'Giulia', 'Henrik'] as const

/** The bot behind the widget: `human` asks for a person, `everything` shows each content, it repeats other texts. */
function answerOf(said: string, url: string) {
  switch (said) {
    case 'human':
      return {
        replies: [{ type: 'text' as const, text: 'One moment, please.' }],
        handoff: { reason: 'asked', priority: 'normal' as const },
      }
    case 'The tent burns!':
      return { replies: [], handoff: { reason: 'asked', priority: 'urgent' as const } }
    case 'everything':
      return {
        replies: [
          ...everyContent(url),
          {
            type: 'text' as const,
            text: 'Or?',
            payload: { quickReplies: [{ title: 'Yes' }, { title: 'No, thank you' }] },
          },
        ],
      }
    case 'hostile':
      return { replies: hostileMessages() }
    default:
      return { replies: [{ type: 'text' as const, text: `You said ${said}.` }] }
  }
}

function pagesOfOthers(url: string, botId: string, walledId: string) {
  const shop = '<main><h1>A shop</h1><p>Things for outside.</p></main>'
  const script = `<script async src="${url}/widget.js" data-bot="${botId}"></script>`
  return {
    '/strict': {
      body: shop + script,
      csp: `default-src 'none'; script-src ${url}; frame-src ${url}; require-trusted-types-for 'script'`,
    },
    '/walled': { body: shop + script.replace(botId, walledId) },
    '/right-to-left': { body: shop + script, root: 'lang="he" dir="rtl"' },
    '/favicon.ico': { body: '' },
  }
}

/** The frame that the widget opens in a page of another site. */
export const frameIn = (page: Page) => page.frameLocator('interlude-widget iframe')

/** The header of a widget whose user waits for a person. Its text changes once the place of the user is known. */
export const waitingIn = (widget: Page | FrameLocator) => widget.locator('.header[data-speaker=waiting]')
