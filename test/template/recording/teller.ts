import { type RouteName, type RouteSpec, routes } from '../../../lib/protocol/routes.ts'
import type { Answer, Cloud } from './cloud.ts'

export const BOT = 'shop'
export const CONNECTOR = 'https://bot.example.org/'
export const EVENTS = 'https://events.example.org/'
export const CHANNEL = 'https://channel.example.org/'

/** Above the size from which a session carries an entry by reference. */
export const LONG = 'x'.repeat(3000)

/** The state that the chapters of the story share. */
export interface Teller {
  readonly cloud: Cloud
  readonly admin: string
  readonly agent: string
  /** The bot's key, once it exists. */
  key: string
  /** Calls a route, by default as an agent; throws unless the answer is a success. */
  ok(name: RouteName, params?: Readonly<Record<string, string>>, options?: Options): Promise<Answer['body']>
  /** Sends a user's message through a channel. */
  userSays(
    userId: string,
    text: string,
    more?: { readonly channel?: string; readonly [field: string]: unknown },
  ): Promise<Answer['body']>
  session(userId: string, channel?: string): Promise<string>
  /** Sets the bot's answer from now on. */
  botAnswers(answer: Readonly<Record<string, unknown>>): void
  /** Opens an agent's socket. */
  console(id: string, ...watched: readonly string[]): Promise<void>
}

type Options = {
  readonly token?: string
  /** A text is sent as it is. */
  readonly body?: unknown
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
}

export async function aTeller(cloud: Cloud): Promise<Teller> {
  const admin = await cloud.agent('admin')
  const agent = await cloud.agent(`${BOT}:agent`)
  const teller: Teller = {
    cloud,
    admin,
    agent,
    key: '',
    async ok(name, params = {}, options = {}) {
      const { path, who }: RouteSpec = routes[name]
      const nobody = who.includes('anyone')
      const all = path.includes('{botId}') ? { botId: BOT, ...params } : params
      const { status, body } = await cloud.http(routes[name], all, { ...(!nobody && { token: agent }), ...options })
      if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    async userSays(userId, text, { channel = 'api', ...more } = {}) {
      return await teller.ok('receive', { channel, userId }, { token: teller.key, body: { text, ...more } })
    },
    async session(userId, channel = 'api') {
      return (await teller.ok('readLog', { channel, userId }, { token: teller.key })).session
    },
    botAnswers(answer) {
      cloud.outside = url => ({ status: 'ok', body: url === CONNECTOR ? answer : {} })
    },
    async console(id, ...watched) {
      await cloud.connect(id, agent, { bot: BOT })
      await cloud.frame(id, { type: 'hello', cursors: Object.fromEntries(watched.map(session => [session, 0])) })
    },
  }
  return teller
}
