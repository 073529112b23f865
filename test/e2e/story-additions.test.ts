import { beforeAll, describe, expect, it } from 'vitest'
import type { CannedCard } from '../../lib/protocol/canned-card.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import { readPayload } from '../../lib/protocol/read-payload.ts'
import { ENGINES } from '../../local/options.ts'
import { cardMessage, messageWith } from '../../web/console/conversation/added.ts'
import { call, giveCards, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { MESSENGER, type MessengerDouble, messengerWorld, sessionOf } from './messenger.ts'
import { aBot } from './servers.ts'

const SHOP = 'https://shop.example/tents'
const TENT: CannedCard = {
  name: 'Tent',
  card: {
    title: 'Ridge tent',
    subtitle: '€ 289',
    image: { url: 'https://shop.example/tent.png', width: 640, height: 400 },
    buttons: [
      { type: 'url', title: 'See it', url: SHOP },
      { type: 'postback', title: 'Buy', payload: 'BUY 1' },
    ],
  },
}
/** The message that the composer sends. */
const answer = messageWith('Shall we send it again?', {
  quickReplies: [{ title: 'Yes' }, { title: 'No' }],
  buttons: [{ type: 'url', title: 'Track it', url: SHOP }],
})

const isChoice = (entry: Entry) => entry.kind === 'message' && entry.type === 'quick_reply'

describe.each(ENGINES)('what an agent adds to an answer over %s', engine => {
  const messenger = messengerWorld(engine)
  const { world } = messenger
  let double: MessengerDouble
  let bot: TestBot
  let page: ReturnType<MessengerDouble['page']>['page']
  let token: string

  beforeAll(async () => {
    double = messenger.double()
    const brain = await world.keep(aBot())
    const opened = await messenger.open('additions', { connectorUrl: brain.url })
    bot = opened.bot
    page = opened.page
    token = await world.agentToken(bot.botId, 'Ana')
    await giveCards(world.dev, [TENT], bot.botId)
  })

  /** Sends the answer, and the bot's first card, as an agent. */
  async function sendsAll(session: string): Promise<void> {
    const ana = await world.agent(bot, 'Ana')
    const { body } = await bot.get<{ items: CannedCard[] }>('cards', token)
    const [card] = body.items
    if (card === undefined) throw new Error('the agent reads no card')
    for (const [index, message] of [answer, cardMessage(card.card)].entries()) {
      await ana.ask({ type: 'message', id: `a${index}`, session, message: { type: 'text', ...message } })
    }
  }

  it('reaches the widget whole', async () => {
    const { socket, session, userId } = await world.user(bot)
    await socket.ask({ type: 'message', id: 'u1', session, message: { type: 'text', text: 'hello' } })
    await bot.pauseUser(userId, 'web')
    await sendsAll(session)
    const isCard = (entry: Entry) => entry.kind === 'message' && entry.type === 'custom'
    await socket.entry(session, isCard)
    const shown = (socket.logs.get(session) ?? []).flatMap(entry =>
      entry.kind === 'message' && entry.by.type === 'agent' ? [readPayload(entry)] : [],
    )
    expect(shown).toEqual([
      {
        kind: 'text',
        text: 'Shall we send it again?',
        quickReplies: [{ title: 'Yes' }, { title: 'No' }],
        buttons: [{ type: 'url', title: 'Track it', url: SHOP }],
      },
      {
        kind: 'card',
        card: {
          title: 'Ridge tent',
          subtitle: '€ 289',
          image: { url: 'https://shop.example/tent.png', size: { width: 640, height: 400 } },
          buttons: TENT.card.buttons,
        },
        quickReplies: [],
        buttons: [],
      },
    ])
  })

  it('reaches Messenger in its own forms, and the choice comes back', async () => {
    const maria = double.graph.addPerson(page, { firstName: 'Maria', lastName: 'Lopez' })
    const session = sessionOf(bot, maria)
    const sent = () => maria.thread.messages.filter(({ from }) => from === 'page')
    maria.says('hello')
    await eventually("the bot's answer", () => sent().length === 1)
    await bot.pauseUser(maria.psid, MESSENGER)
    await sendsAll(session)
    await eventually('the answer and the card', () => sent().length === 3)

    const [, text, card] = sent().map(({ text: words, attachments, quickReplies }) => ({
      words,
      attachments,
      quickReplies,
    }))
    const reply = (title: string) => ({ content_type: 'text', title, payload: title })
    expect(text).toEqual({
      words: undefined,
      attachments: [
        {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'Shall we send it again?',
            buttons: [{ type: 'web_url', title: 'Track it', url: SHOP }],
          },
        },
      ],
      quickReplies: [reply('Yes'), reply('No')],
    })
    expect(card).toEqual({
      words: undefined,
      attachments: [
        {
          type: 'template',
          payload: {
            template_type: 'generic',
            elements: [
              {
                title: 'Ridge tent',
                subtitle: '€ 289',
                image_url: 'https://shop.example/tent.png',
                buttons: [
                  { type: 'web_url', title: 'See it', url: SHOP },
                  { type: 'postback', title: 'Buy', payload: 'BUY 1' },
                ],
              },
            ],
          },
        },
      ],
      quickReplies: undefined,
    })
    const { body } = await bot.get<{ channelType?: string }>(`conversations/${session}`, token)
    expect(body.channelType).toBe('messenger')

    maria.taps('Yes')
    await eventually('the choice', async () => (await bot.transcript(session)).some(isChoice))
    expect((await bot.transcript(session)).find(isChoice)).toMatchObject({ text: 'Yes', payload: { payload: 'Yes' } })
  })

  it('is refused before it is stored if a card is wrong, with the name of the field', async () => {
    const { adminToken } = world.dev
    const { body: config } = await call<object>(`${bot.url}/config`, { token: adminToken })
    const cards = [
      TENT,
      { name: 'Stove', card: { title: 'Stove', buttons: [{ type: 'url', title: 'See', url: 'x' }] } },
    ]
    const put = await call(bot.url, { method: 'PUT', token: adminToken, json: { ...config, cards } })
    expect(put).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ path: 'cards.1.card.buttons.0.url' }] },
    })
    expect((await bot.get('cards', token)).body).toEqual({ items: [TENT] })
  })
})
