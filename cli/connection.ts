import { readFile } from 'node:fs/promises'
import { browserEnvironment, createHttp, type Http } from '../lib/client/index.ts'
import { readDevFile } from '../local/dev-file.ts'
import type { GlobalOptions } from './options.ts'
import { UsageError } from './usage-error.ts'

/** The address of an Interlude, and the caller's token if there is one. */
export interface Target {
  readonly address: string
  readonly token: string | undefined
}

/**
 * Finds the Interlude that the options or the environment name, else the one that runs on this machine. Throws a
 * `UsageError` if there is no address.
 */
export async function targetOf({ url, tokenFile }: GlobalOptions): Promise<Target> {
  const { INTERLUDE_URL, INTERLUDE_TOKEN } = process.env
  const named = url || INTERLUDE_URL
  const dev = named ? undefined : await readDevFile()
  const address = named ? addressOf(named) : (dev?.url ?? '')
  const token = tokenFile ? await tokenIn(tokenFile) : INTERLUDE_TOKEN || dev?.adminToken
  return { address, token: token || undefined }
}

/** Connects to the Interlude of `targetOf`. Throws a `UsageError` if there is no address or no token. */
export async function connect(options: GlobalOptions): Promise<Http> {
  const { address, token } = await targetOf(options)
  if (!token) throw new UsageError(`No token for ${address}. Set INTERLUDE_TOKEN, or name a file with --token-file.`)
  return httpTo({ address, token })
}

/** Makes requests to a target. */
export function httpTo({ address, token }: Target): Http {
  return createHttp({
    url: address,
    token: async () => (token === undefined ? undefined : { token }),
    environment: browserEnvironment(),
  })
}

/** A connection, and the id of the bot that the command is about. */
export interface BotConnection {
  readonly http: Http
  readonly botId: string
}

/** Connects as `connect` does, and finds the bot. Throws a `UsageError` if several bots may be meant. */
export async function connectToBot(options: GlobalOptions): Promise<BotConnection> {
  const http = await connect(options)
  return { http, botId: options.bot || process.env.INTERLUDE_BOT || (await onlyBot(http)) }
}

function addressOf(url: string): string {
  if (URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new UsageError(`"${url}" is no address. Expected something like https://api.example.org.`)
}

async function tokenIn(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The token file ${path} cannot be read (${error.code}).`)
  })
  if (text.trim() === '') throw new UsageError(`The token file ${path} is empty.`)
  return text.trim()
}

/** The most bots that an error names. */
const MAX_NAMED = 20

async function onlyBot(http: Http): Promise<string> {
  const { items } = await http.request('GET /api/v1/bots', { query: { limit: MAX_NAMED } })
  const [first, ...others] = items
  if (!first) throw new UsageError('There is no bot yet. Create one: interlude bots create <id>')
  if (others.length === 0) return first.id
  throw new UsageError(
    `Name a bot with --bot: ${items.map(({ id }) => id).join(', ')}${items.length === MAX_NAMED ? ', …' : ''}`,
  )
}
