import { describe, expect, it } from 'vitest'
import { platformRoutes } from '../../functions/channels/routes.ts'
import { webhookSecret } from '../../lib/channels/telegram/secret.ts'
import { httpApi } from '../../lib/http/api.ts'
import { aGateway } from '../../local/gateway/test-gateway.ts'
import { BOT, type Break, type CalledPlatform, CHANNEL, channelWorld } from './channel-world.ts'
import { calledChannelContract } from './contract.ts'
import { type Fault, openTelegram, post, type Taken } from './telegram-double.ts'

const BOT_TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
const USER_ID = 412_587_349

/** The double of Telegram: its updates and its Bot API over real HTTP. */
async function opened() {
  const telegram = await openTelegram({ botToken: BOT_TOKEN, userId: USER_ID })
  const world = await channelWorld({
    channel: { type: 'telegram', botToken: BOT_TOKEN, agentName: 'hide', typing: 'agents' },
    platformUrls: { telegram: telegram.url },
  })
  const api = httpApi(world.app, platformRoutes)
  const gateway = await aGateway({
    routes: platformRoutes.map(({ spec: { method, path } }) => ({ method, path, handler: api })),
  })
  const webhook = `${gateway.url}/api/v1/channels/telegram/webhook?account=110201543`
  const told = new Map<string, unknown>()
  const tell = async (update: unknown) => {
    const answer = await post(webhook, webhookSecret(BOT_TOKEN), update)
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
    return await answer.json()
  }
  const platform: CalledPlatform = {
    who: { botId: BOT, channel: CHANNEL, userId: String(USER_ID) },
    async userWrites(text) {
      const update = telegram.message({ text })
      told.set(String(update.update_id), update)
      await tell(update)
      return String(update.update_id)
    },
    tellsAgain: async id => void (await tell(told.get(id))),
    // Telegram tells a bot of neither.
    gets: async () => {},
    reads: async () => {},
    got: async () => telegram.taken.map(shownOf),
    breaks: (how, calls) => telegram.fails(...Array.from({ length: calls }, () => FAULTS[how])),
    breaksAfter(through, how, calls) {
      const open = Array.from({ length: through }, () => undefined)
      telegram.fails(...open, ...Array.from({ length: calls }, () => FAULTS[how]))
    },
    async close() {
      await gateway.close()
      await telegram.close()
    },
  }
  return { world, platform, telegram, tell, webhook }
}

/** A call as text. */
function shownOf({ text, caption, chat_id: _, ...others }: Taken): string {
  return String(text ?? caption ?? JSON.stringify(others))
}

const FAULTS: Readonly<Record<Break, Fault>> = {
  'fails for a while': { code: 502, description: 'Bad Gateway' },
  'hangs up': 'hang up',
  'says too many': { code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
  refuses: { code: 403, description: 'Forbidden: bot was blocked by the user' },
}

calledChannelContract('telegram', opened, { receipts: false })

describe('a press of a button on Telegram', () => {
  const payload = `BUY ${'tent '.repeat(100)}`
  const buttons = [{ type: 'postback', title: 'Buy', payload }]
  const message = { type: 'text', text: 'This one?', payload: { buttons } } as const
  const pressOf = (data: unknown) => ({
    update_id: 900,
    callback_query: {
      id: '4382bfdwdsb323b2d9',
      from: { id: USER_ID, is_bot: false, first_name: 'Maria' },
      message: { message_id: 1_001, date: 0, chat: { id: USER_ID, type: 'private' } },
      data,
    },
  })
  const given = async () => {
    const { world, platform, telegram, tell } = await opened()
    await platform.userWrites('hello')
    await world.agentPauses(platform.who)
    await world.goesOn()
    await world.agentSays(platform.who, message)
    await world.goesOn()
    const keyboard = telegram.taken.at(-1)?.reply_markup as { inline_keyboard: { callback_data: string }[][] }
    return {
      data: keyboard.inline_keyboard[0]?.[0]?.callback_data ?? '',
      tell,
      log: async () => (await world.log(platform.who)).filter(({ kind }) => kind === 'message'),
      async [Symbol.asyncDispose]() {
        await platform.close()
        await world.close()
      },
    }
  }

  it('brings the payload whole, although it is longer than the button can carry, and ends the sign of waiting', async () => {
    await using world = await given()
    expect(Buffer.byteLength(world.data)).toBeLessThanOrEqual(64)
    const answer = await world.tell(pressOf(world.data))
    expect(answer).toEqual({ method: 'answerCallbackQuery', callback_query_id: '4382bfdwdsb323b2d9' })
    expect((await world.log()).at(-1)).toMatchObject({
      direction: 'in',
      type: 'postback',
      text: 'Buy',
      payload: { payload },
    })
  })

  it('names no choice of a message that the user did not get', async () => {
    await using world = await given()
    await world.tell(pressOf('#1:0'))
    expect((await world.log()).at(-1)).toMatchObject({ type: 'postback', payload: { payload: '#1:0' } })
  })
})
