import type { Http } from '../client/index.ts'
import { ProblemError } from '../client/problem-error.ts'
import type { ChannelCheck } from '../protocol/channel-check.ts'
import type { AlertSubscription } from '../protocol/subscription.ts'
import type { BotFacts } from './facts.ts'

/** The parts of a bot that are read. */
export type BotPart = 'config' | 'alerts' | 'servers' | 'channels'

/** The facts that trial calls find out. */
export type TrialFacts = Pick<BotFacts, 'check' | 'channels'>

/** The facts that Interlude knows by itself. */
export type SetupFacts = Omit<BotFacts, keyof TrialFacts>

/** Reads what `findInBot` looks at, and tries the servers of the bot. Throws a `ProblemError`. */
export async function readBot(
  http: Http,
  botId: string,
  onPart: (part: BotPart) => void = () => {},
): Promise<BotFacts> {
  const setup = await readSetup(http, botId, onPart)
  return { ...setup, ...(await readTrials(http, setup, onPart)) }
}

/** Reads what Interlude knows of a bot. Calls no server of the bot. Throws a `ProblemError`. */
export async function readSetup(
  http: Http,
  botId: string,
  onPart: (part: BotPart) => void = () => {},
): Promise<SetupFacts> {
  const path = { botId }
  onPart('config')
  const [config, keys, { items: agents }, dead] = await Promise.all([
    http.request('GET /api/v1/bots/{botId}/config', { path }),
    http.request('GET /api/v1/bots/{botId}/keys', { path }),
    http.request('GET /api/v1/bots/{botId}/agents', { path }),
    http.request('GET /api/v1/bots/{botId}/events/dead', { path, query: { limit: 100 } }),
  ])
  onPart('alerts')
  const subscriptions = await subscriptionsOf(http, botId)
  const deadEvents = dead.items.length
  return { botId, config, keys: keys.length, agents, deadEvents, ...(subscriptions && { subscriptions }) }
}

/** Calls each server of a bot once. Throws a `ProblemError`. */
export async function readTrials(
  http: Http,
  { botId, config }: Pick<SetupFacts, 'botId' | 'config'>,
  onPart: (part: BotPart) => void = () => {},
): Promise<TrialFacts> {
  onPart('servers')
  const check = await http.request('POST /api/v1/bots/{botId}/check', { path: { botId } })
  const channels: (readonly [string, readonly ChannelCheck[]])[] = []
  for (const channel of Object.keys(config.channels)) {
    onPart('channels')
    const { checks } = await http.request('POST /api/v1/bots/{botId}/channels/{channel}/check', {
      path: { botId, channel },
    })
    channels.push([channel, checks])
  }
  return { check, channels: Object.fromEntries(channels) }
}

/** Reads all subscriptions. Undefined if the topic does not answer. */
async function subscriptionsOf(http: Http, botId: string): Promise<readonly AlertSubscription[] | undefined> {
  const all: AlertSubscription[] = []
  let cursor: string | undefined
  try {
    do {
      const { items, next } = await http.request('GET /api/v1/bots/{botId}/subscriptions', {
        path: { botId },
        query: cursor === undefined ? {} : { cursor },
      })
      all.push(...items)
      cursor = next
    } while (cursor !== undefined)
    return all
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'alerts.unavailable') return undefined
    throw error
  }
}
