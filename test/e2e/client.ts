import { defined } from '../../lib/defined.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { InboundAnswer, LogPage } from '../../lib/protocol/routes.ts'
import type { DevFile } from '../../local/interlude.ts'
import { WEBHOOK_SECRET } from './servers.ts'

export interface Answer<Body = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** Calls the API and returns the answer, for every status. */
export async function call<Body = unknown>(
  url: string,
  options: { method?: string; token?: string; json?: unknown; text?: string; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const { method = 'GET', token, json, text } = options
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json))
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...defined({ body }),
  })
  const answer = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(answer) : answer) as Body }
}

/** A bot of one test in a running Interlude, and the calls that the test makes for it. */
export interface TestBot {
  readonly botId: string
  readonly key: string
  readonly url: string
  receive(userId: string, message: Record<string, unknown>, channel?: string): Promise<Answer<InboundAnswer>>
  /** Pauses via Botpress' route (no body, no id). */
  pauseUser(userId: string, channel?: string): Promise<Answer>
  unpauseUser(userId: string, channel?: string): Promise<Answer>
  log(userId: string, after?: number, channel?: string): Promise<LogPage>
  /** Calls any of the bot's routes, with the bot's key by default. */
  get<Body = unknown>(path: string, token?: string): Promise<Answer<Body>>
  post<Body = unknown>(path: string, json?: unknown, token?: string): Promise<Answer<Body>>
  /** Reads the whole log page by page, as agents see it. */
  transcript(session: string): Promise<Entry[]>
}

export type BotSettings = Partial<Omit<BotConfig, 'connector'>> & {
  readonly connectorUrl?: string
  readonly timeoutMs?: number
}

/** Creates a bot and a key for it, as an admin. */
export async function createBot(
  dev: Pick<DevFile, 'url' | 'adminToken'>,
  botId: string,
  settings: BotSettings,
): Promise<TestBot> {
  const { connectorUrl, timeoutMs = 10_000, ...config } = settings
  const url = `${dev.url}/api/v1/bots/${botId}`
  const connector = connectorUrl && {
    connector: { type: 'http', url: connectorUrl, secret: WEBHOOK_SECRET, timeoutMs },
  }
  const put = await call(url, { method: 'PUT', token: dev.adminToken, json: { ...config, ...connector } })
  if (put.status !== 200) throw new Error(`bot not created: ${JSON.stringify(put.body)}`)
  const made = await call<{ key: string }>(`${url}/keys`, { method: 'POST', token: dev.adminToken, json: {} })
  return testBot(url, botId, made.body.key)
}

/** Gives canned cards to a bot of a running Interlude, by default the demo bot, as an admin. */
export const giveCards = (dev: DevFile, cards: BotConfig['cards'], botId?: string): Promise<void> =>
  configure(dev, { cards }, botId)

/** Changes fields of the configuration of a bot, by default the demo bot, as an admin. */
export async function configure(
  { url, adminToken, botId: demo }: DevFile,
  changes: Partial<BotConfig>,
  botId = demo,
): Promise<void> {
  const bot = `${url}/api/v1/bots/${botId}`
  const { body } = await call<BotConfig>(`${bot}/config`, { token: adminToken })
  const put = await call(bot, { method: 'PUT', token: adminToken, json: { ...body, ...changes } })
  if (put.status !== 200) throw new Error(`configuration not stored: ${JSON.stringify(put.body)}`)
}

/** A bot at a URL, for example after Interlude restarted at another port. */
export function testBot(url: string, botId: string, key: string): TestBot {
  const user = (userId: string, channel: string) => `${url}/channel/${channel}/user/${userId}`
  const hitl = (userId: string, channel: string) => `${url}/mod/hitl/channel/${channel}/user/${userId}`
  return {
    botId,
    key,
    url,
    receive: (userId, message, channel = 'api') =>
      call(`${user(userId, channel)}/messages`, { method: 'POST', token: key, json: message }),
    pauseUser: (userId, channel = 'api') => call(`${hitl(userId, channel)}/pause`, { method: 'POST', token: key }),
    unpauseUser: (userId, channel = 'api') => call(`${hitl(userId, channel)}/unpause`, { method: 'POST', token: key }),
    log: async (userId, after = 0, channel = 'api') =>
      (await call<LogPage>(`${user(userId, channel)}/messages?after=${after}`, { token: key })).body,
    get: (path, token = key) => call(`${url}/${path}`, { token }),
    post: (path, json, token = key) => call(`${url}/${path}`, { method: 'POST', token, json }),
    transcript: async session => {
      const entries: Entry[] = []
      for (;;) {
        const after = entries.at(-1)?.seq ?? 0
        const page = await call<LogPage>(`${url}/conversations/${session}/entries?after=${after}&limit=100`, {
          token: key,
        })
        if (page.status !== 200) throw new Error(`no transcript: ${JSON.stringify(page.body)}`)
        if (page.body.entries.length === 0) return entries
        entries.push(...page.body.entries)
      }
    },
  }
}
