import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTelegram } from '../../../test/channels/telegram-double.ts'
import { minutes, START } from '../../../test/support/clock.ts'
import { webhookSecret } from './secret.ts'
import { telegram } from './telegram.ts'
import { portsTo } from './test-ports.ts'
import { BOT_TOKEN, config, MARIA } from './test-updates.ts'

const HERE = { callbackUrl: 'https://chat.example.org/api/v1/channels/telegram/webhook', now: START }
const OURS = `${HERE.callbackUrl}?account=110201543`

let double: Awaited<ReturnType<typeof openTelegram>>
beforeEach(async () => {
  double = await openTelegram({ botToken: BOT_TOKEN, userId: MARIA })
})
afterEach(() => double.close())

const ports = () => portsTo(double.url, () => {})
const subscribes = () => telegram.subscribe(ports(), config, HERE)
const checks = async (of = config) => {
  const found = await telegram.check(ports(), of, HERE)
  expect(JSON.stringify(found)).not.toContain(BOT_TOKEN.split(':')[1])
  return found
}
const findings = async (of = config) => (await checks(of)).map(({ finding }) => finding)

describe('a subscription', () => {
  it('tells Telegram the URL of the bot, the secret and the kinds of updates', async () => {
    expect(await findings()).toEqual(['bot.ok', 'updates.none'])
    expect(await subscribes()).toBeUndefined()
    expect(double.webhook).toMatchObject({
      url: OURS,
      secret_token: webhookSecret(BOT_TOKEN),
      allowed_updates: ['message', 'edited_message', 'callback_query', 'message_reaction', 'my_chat_member'],
    })
    expect(await findings()).toEqual(['bot.ok', 'updates.ok'])
  })

  it('says why Telegram refused it', async () => {
    double.fails({ code: 400, description: 'Bad Request: bad webhook: an HTTPS URL must be provided for webhook' })
    expect(await subscribes()).toMatchObject({ status: 'wrong', finding: 'updates.refused' })
    double.fails({ code: 429, description: 'Too Many Requests: retry after 1' })
    expect(await subscribes()).toMatchObject({ status: 'unknown', finding: 'unanswered' })
    double.fails('hang up')
    expect(await subscribes()).toMatchObject({ status: 'unknown', finding: 'unreachable' })
  })
})

describe('a check', () => {
  it('notices a token that Telegram does not accept', async () => {
    expect(await findings({ ...config, botToken: `${BOT_TOKEN}x` as typeof config.botToken })).toEqual([
      'bot.token',
      'later',
    ])
  })

  it('shows where the updates go, but no path of another program, which may contain a token', async () => {
    await subscribes()
    double.webhook.url = `https://other.example.org/bots/${BOT_TOKEN}`
    const [, updates] = await checks()
    expect(updates).toMatchObject({ finding: 'updates.elsewhere', facts: { url: 'https://other.example.org' } })
    double.webhook.url = OURS.replace('chat.', 'www.')
    expect((await checks())[1]?.facts).toMatchObject({ url: HERE.callbackUrl.replace('chat.', 'www.'), wanted: OURS })
  })

  it('notices kinds of updates that are missing', async () => {
    await subscribes()
    double.webhook.allowed_updates = ['message', 'callback_query']
    expect((await checks())[1]?.facts).toEqual({ missing: 'edited_message, message_reaction, my_chat_member' })
  })

  it('notices that Telegram cannot deliver updates now, and forgets a failure that is over', async () => {
    await subscribes()
    const seconds = (ms: number) => Math.floor(ms / 1_000)
    const reason = 'Wrong response from the webhook: 403 Forbidden'
    Object.assign(double.webhook, { last_error_date: seconds(START), last_error_message: reason })
    expect(await findings()).toEqual(['bot.ok', 'updates.ok'])
    double.webhook.pending_update_count = 2
    expect((await checks())[1]).toMatchObject({ finding: 'updates.failing', facts: { reason } })
    double.webhook.last_error_date = seconds(START - minutes(11))
    expect(await findings()).toEqual(['bot.ok', 'updates.ok'])
  })

  it('says that it does not know if Telegram cannot be asked', async () => {
    double.fails('hang up')
    expect(await findings()).toEqual(['unreachable', 'later'])
    double.fails(undefined, { code: 502, description: 'Bad Gateway' })
    expect(await findings()).toEqual(['bot.ok', 'unanswered'])
  })
})
