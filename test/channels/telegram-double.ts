import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'

/** A failure of a call, in Telegram's form, or a broken connection. */
export type Fault =
  | 'hang up'
  | { readonly code: number; readonly description: string; readonly parameters?: { readonly retry_after: number } }

/** A call that the double took, as the user sees it. */
export type Taken = Readonly<Record<string, unknown>> & { readonly method: string }

/**
 * A small double of the Bot API for one bot and one user: it takes calls within Telegram's limits, and posts updates.
 * Source of forms and limits: core.telegram.org/bots/api.
 */
export async function openTelegram({ botToken, userId }: { readonly botToken: string; readonly userId: number }) {
  const taken: Taken[] = []
  const faults: (Fault | undefined)[] = []
  const webhook: Record<string, unknown> = { url: '', pending_update_count: 0 }
  let updates = 0
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? []
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
    const ofBot = OF_BOT.includes(method)
    const refusal = () => (ofBot ? undefined : complaintAbout(body, userId))
    const fault = faults.shift() ?? (token === botToken ? refusal() : UNAUTHORIZED)
    if (fault === 'hang up') return void request.socket.destroy()
    const { code, ...more } = fault ?? { code: 200 }
    response.writeHead(code, { 'content-type': 'application/json' })
    if (fault) return void response.end(JSON.stringify({ ok: false, error_code: code, ...more }))
    if (ofBot) return void response.end(JSON.stringify({ ok: true, result: resultOf(method, body) }))
    taken.push({ method, ...body })
    response.end(JSON.stringify({ ok: true, result: { message_id: 1_000 + taken.length, chat: chatOf(userId) } }))
  }

  function resultOf(method: string, body: Readonly<Record<string, unknown>>): unknown {
    if (method === 'setWebhook') Object.assign(webhook, body)
    return method === 'getMe' ? { id: Number(botToken.split(':')[0]), is_bot: true, username: 'shop_bot' } : webhook
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The webhook, as Telegram knows it. */
    webhook,
    /** The messages that the user has got, in order. */
    taken: taken as readonly Taken[],
    /** The next calls fail so; `undefined` lets one through. */
    fails: (...next: readonly (Fault | undefined)[]) => void faults.push(...next),
    /** An update with a message of the user. */
    message: (fields: object) => ({
      update_id: 500 + ++updates,
      message: { message_id: updates, from: { id: userId, is_bot: false, first_name: 'Maria' }, ...atNow(), ...fields },
    }),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await setImmediate()
    },
  }

  function atNow() {
    return { chat: chatOf(userId), date: 1_767_603_600 }
  }
}

/** Posts an update to a webhook, as Telegram does. */
export async function post(webhook: string, secret: string, update: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
  return await fetch(webhook, { method: 'POST', headers, body: JSON.stringify(update) })
}

const chatOf = (id: number) => ({ id, type: 'private', first_name: 'Maria' })

/** The methods that concern the bot and no user. */
const OF_BOT: readonly string[] = ['getMe', 'getWebhookInfo', 'setWebhook']

const UNAUTHORIZED: Fault = { code: 401, description: 'Unauthorized' }

const badRequest = (what: string): Fault => ({ code: 400, description: `Bad Request: ${what}` })

interface Keyboard {
  readonly inline_keyboard?: readonly (readonly Readonly<Record<string, string>>[])[]
}

function complaintAbout(body: Readonly<Record<string, unknown>>, userId: number): Fault | undefined {
  const { chat_id, text, caption, reply_markup } = body
  if (chat_id !== userId) return badRequest('chat not found')
  if (typeof text === 'string' && (text.trim() === '' || text.length > 4_096)) return badRequest('message is too long')
  if (typeof caption === 'string' && caption.length > 1_024) return badRequest('message caption is too long')
  const { inline_keyboard: rows = [] } = (reply_markup ?? {}) as Keyboard
  const isValid = rows.flat().every(({ url, callback_data = 'x' }) => {
    const bytes = Buffer.byteLength(callback_data)
    return (url === undefined || /^https?:\/\/[^/]+\./.test(url)) && bytes >= 1 && bytes <= 64
  })
  return isValid ? undefined : badRequest('BUTTON_INVALID')
}
