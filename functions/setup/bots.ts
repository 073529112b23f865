import type { App } from '../../lib/app.ts'
import { actorOf } from '../../lib/auth/caller.ts'
import { makeKey } from '../../lib/auth/keys.ts'
import { accountMoves } from '../../lib/bots/accounts.ts'
import { newSecrets, replaceSecret } from '../../lib/bots/secrets.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { StoredBot } from '../../lib/ports/bots.ts'
import { accountProblems } from '../../lib/protocol/channels.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { InterludeError, type InvalidField, invalid } from '../../lib/protocol/problem.ts'
import { setupRoutes as specs } from '../../lib/protocol/routes/setup.ts'
import { retry } from '../../lib/retry.ts'
import { isoTime } from '../../lib/session/time.ts'
import { masked, withSecrets } from './masks.ts'

/** Time within which a request that read the old configuration has committed or failed. */
const UNDER_WAY_MS = 3_000

const putBot = route(specs.putBot, async ({ params: { botId }, body }, app) => {
  // Another bot may take or leave an account between the look at its holder and the write. Then look again.
  const config = await retry(app.clock, () => writeConfig(app, botId, body))
  if (!config) throw new InterludeError('config.stale_version', 'other requests are changing the accounts of this bot')
  app.directory.forget(botId)
  // After the answer no reply of a paused bot may be accepted. Wait until every process has read the new configuration,
  // and until requests with the old one are done. The second wait also applies to a single process.
  if (config.paused) await app.clock.sleep(app.directory.othersRememberMs + UNDER_WAY_MS)
  return masked(config)
})

/**
 * Writes a configuration, and moves the accounts of its channels with it. Undefined if another request was faster.
 * Throws `config.stale_version`, `channel.account_taken` and `request.invalid`; then nothing is written.
 */
async function writeConfig(app: App, botId: string, given: BotConfig): Promise<BotConfig | undefined> {
  const stored = await app.store.bot(botId)
  if (given.version !== (stored?.config.version ?? 0)) {
    throw new InterludeError('config.stale_version', 'the configuration changed after you read it')
  }
  const config = { ...withSecrets(given, stored?.config), version: given.version + 1 }
  checkUrls(app, config)
  checkAccounts(config)
  const moves = await accountMoves(app.store, botId, stored?.config, config)
  const bot: StoredBot = { ...(stored ?? newSecrets(app.ids)), config }
  if (!(await app.store.putBot(botId, given.version, bot, moves))) return undefined
  for (const { type, accountId } of moves) app.directory.forgetAccount(type, accountId)
  return config
}

/** Checks the accounts again, now that no secret is masked: the account of a channel may be a part of its secret. */
function checkAccounts(config: BotConfig): void {
  const [first, ...rest] = accountProblems(config).map(
    ({ path, message }): InvalidField => ({ in: 'body', path: path.join('.'), message }),
  )
  if (first) throw invalid([first, ...rest])
}

const config = route(specs.config, async ({ params: { botId } }, app) =>
  masked((await app.directory.freshBot(botId)).config),
)

const identitySecret = route(specs.identitySecret, async ({ params: { botId }, caller }, app) => {
  const { identitySecret } = await app.directory.freshBot(botId)
  app.log.info('identity secret read', { botId, by: actorOf(caller).id })
  return { identitySecret }
})

const replaceIdentitySecret = route(
  specs.replaceIdentitySecret,
  async ({ params: { botId }, body: { overlapSeconds }, caller }, app) => {
    const { bot, until } = await replaceSecret(app, botId, 'identitySecret', overlapSeconds, caller)
    return { identitySecret: bot.identitySecret, earlierUntil: isoTime(until) }
  },
)

const replaceUserTokenSecret = route(
  specs.replaceUserTokenSecret,
  async ({ params: { botId }, body: { overlapSeconds }, caller }, app) => {
    const { until } = await replaceSecret(app, botId, 'userTokenSecret', overlapSeconds, caller)
    return { earlierUntil: isoTime(until) }
  },
)

const keys = route(specs.keys, async ({ params: { botId } }, app) =>
  (await app.store.keys(botId)).map(({ hash: _hash, ...shown }) => shown),
)

const createKey = route(specs.createKey, async ({ params: { botId }, body }, app) => {
  const { key, stored } = makeKey(app.ids, new Date(app.clock.now()).toISOString(), body.label)
  await app.store.putKey(botId, stored)
  app.directory.forget(botId)
  return { keyId: stored.keyId, key }
})

const deleteKey = route(specs.deleteKey, async ({ params: { botId, keyId } }, app) => {
  if (!(await app.store.deleteKey(botId, keyId))) throw new InterludeError('key.not_found', 'this bot has no such key')
  app.directory.forget(botId)
  return { deleted: true as const }
})

/** Throws `request.invalid` for each URL that Interlude must never call, with the field that contains it. */
function checkUrls({ webhooks }: App, { connector, channels, events }: BotConfig): void {
  const urls = Object.entries(channels).flatMap(([name, channel]) =>
    channel.type === 'webhook' ? [{ path: `channels.${name}.url`, url: channel.url }] : [],
  )
  if (connector) urls.push({ path: 'connector.url', url: connector.url })
  if (events) urls.push({ path: 'events.url', url: events.url })
  const fields = urls.flatMap(({ path, url }): InvalidField[] => {
    const message = webhooks.refusal(url)
    return message === undefined ? [] : [{ in: 'body', path, message }]
  })
  const [first, ...others] = fields
  if (first) throw invalid([first, ...others])
}

/** The routes with which an admin sets up a bot. */
export const botRoutes: readonly Route[] = [
  putBot,
  config,
  identitySecret,
  replaceIdentitySecret,
  replaceUserTokenSecret,
  keys,
  createKey,
  deleteKey,
]
