import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, openTelegram } from '../../../test/channels/telegram-double.ts'
import { aDelivery } from '../../../test/support/deliveries.ts'
import type { Log } from '../../ports/system.ts'
import type { Call } from '../channel.ts'
import { FAILURES } from './failures.ts'
import { telegram } from './telegram.ts'
import { portsTo } from './test-ports.ts'
import { BOT_TOKEN, config, MARIA } from './test-updates.ts'

let double: Awaited<ReturnType<typeof openTelegram>>
let lines: { readonly level: keyof Log; readonly text: string }[] = []

beforeEach(async () => {
  lines = []
  double = await openTelegram({ botToken: BOT_TOKEN, userId: MARIA })
})
afterEach(() => double.close())

const ports = () => portsTo(double.url, (level, text) => void lines.push({ level, text }))

const HELLO: Call = { method: 'sendMessage', text: 'hello' }

async function send(call: Call = HELLO, userId = String(MARIA), used = ports()) {
  const { session } = aDelivery({})
  return await telegram.send(used, call, { config, session: { ...session, userId }, id: 'ses_x:1' })
}

const failing = async (code: number, description: string, retry_after?: number) => {
  double.fails({ code, description, ...(retry_after !== undefined && { parameters: { retry_after } }) })
  return await send()
}

describe('a call', () => {
  it('sends its method with its fields to the chat of the user', async () => {
    expect(await send()).toMatchObject({ status: 'ok' })
    expect(double.taken).toEqual([{ method: 'sendMessage', chat_id: MARIA, text: 'hello' }])
  })

  it('is refused for a user that is the name of a channel', async () => {
    expect(await send(HELLO, '@news')).toMatchObject({ status: 'refused' })
    expect(double.taken).toEqual([])
  })

  it('that Telegram does not take is made in a simpler form, and then in the simplest', async () => {
    const url = 'https://shop.example/a.docx'
    const keyboard = { inline_keyboard: [[{ text: 'Local', url: 'http://localhost/' }]] }
    const plain = { method: 'sendMessage', text: `a.docx\n${url}\n• Local – http://localhost/` }
    const text = { method: 'sendMessage', text: `a.docx\n${url}`, reply_markup: keyboard, instead: plain }
    const refused: Fault = { code: 400, description: 'Bad Request: failed to get HTTP URL content' }
    double.fails(refused)
    const call = { method: 'sendDocument', document: url, reply_markup: keyboard, instead: text }
    expect(await send(call)).toMatchObject({ status: 'ok' })
    expect(double.taken).toEqual([{ ...plain, chat_id: MARIA }])
  })

  it('to a chat that does not exist is not made in another form', async () => {
    const call = { ...HELLO, instead: { method: 'sendMessage', text: 'hi' } }
    expect(await send(call, '1')).toMatchObject({ status: 'refused', reason: expect.stringContaining('no chat') })
  })
})

describe('a failure', () => {
  it.each([
    [400, 'Bad Request: chat not found', 'refused'],
    [400, 'Bad Request: message is too long', 'refused'],
    [401, 'Unauthorized', 'skipped'],
    [403, 'Forbidden: bot was blocked by the user', 'refused'],
    [403, 'Forbidden: user is deactivated', 'refused'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'refused'],
    [404, 'Not Found', 'skipped'],
    [409, 'Conflict', 'retry'],
    [418, 'A code that the table lacks', 'retry'],
    [500, 'Internal Server Error', 'retry'],
  ])('%i "%s" is treated as the table says: %s', async (code, description, status) => {
    expect(await failing(code, description)).toMatchObject({ status, reason: expect.stringContaining(String(code)) })
  })

  it.each([
    [7, 7_000],
    [100_000, 3_600_000],
    [undefined, 30_000],
  ])('429 with retry_after %s waits %i ms', async (retryAfter, waitMs) => {
    expect(await failing(429, 'Too Many Requests', retryAfter)).toMatchObject({ status: 'skipped', waitMs })
  })

  it('without an answer is tried again', async () => {
    double.fails('hang up')
    expect(await send()).toMatchObject({ status: 'retry' })
  })

  it('of the token is logged once, until the token serves again', async () => {
    const used = ports()
    const unauthorized: Fault = { code: 401, description: 'Unauthorized' }
    const errors = () => lines.filter(({ level }) => level === 'error').length
    double.fails(unauthorized, unauthorized, undefined, unauthorized)
    for (const expected of [1, 1, 1, 2]) {
      await send(HELLO, String(MARIA), used)
      expect(errors()).toBe(expected)
    }
  })

  it('of any kind tells nobody the token', async () => {
    const results = []
    for (const { code, means } of FAILURES) results.push(await failing(code, means))
    double.fails('hang up')
    results.push(await send())
    expect(results).toHaveLength(FAILURES.length + 1)
    expect(lines.length).toBeGreaterThan(0)
    expect(JSON.stringify([results, lines])).not.toContain(BOT_TOKEN.split(':')[1])
  })
})

it('typing is shown, and a failure of it is no error', async () => {
  await telegram.showTyping(ports(), String(MARIA), config)
  expect(double.taken).toEqual([{ method: 'sendChatAction', action: 'typing', chat_id: MARIA }])
  double.fails('hang up')
  await telegram.showTyping(ports(), String(MARIA), config)
})
