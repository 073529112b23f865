import type { App } from '../app.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import type { BotSecrets, StoredBot } from '../ports/bots.ts'
import type { Ids } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Instant } from '../session/session.ts'

const makers: { readonly [Name in keyof BotSecrets]: (ids: Ids) => string } = {
  userTokenSecret: ids => `${ids.make('uts_')}${ids.make('')}`,
  identitySecret: ids => `${ids.make('ids_')}${ids.make('')}`,
}

/** Makes the secrets of a new bot. */
export function newSecrets(ids: Ids): BotSecrets {
  return { userTokenSecret: makers.userTokenSecret(ids), identitySecret: makers.identitySecret(ids) }
}

const TRIES = 3

/**
 * Replaces one secret of a bot. Interlude accepts the earlier one for `overlapSeconds` more. Other processes see the
 * change when they next read the configuration. Throws `bot.not_found`, and `config.stale_version` if other requests
 * keep changing the bot.
 */
export async function replaceSecret(
  app: App,
  botId: string,
  name: keyof BotSecrets,
  overlapSeconds: number,
  caller: Caller,
): Promise<{ readonly bot: StoredBot; readonly until: Instant }> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await app.store.bot(botId)
    if (!stored) throw new InterludeError('bot.not_found', 'there is no such bot')
    const { version } = stored.config
    const until = app.clock.now() + overlapSeconds * 1000
    const bot: StoredBot = {
      ...stored,
      config: { ...stored.config, version: version + 1 },
      [name]: makers[name](app.ids),
      replaced: { ...stored.replaced, [name]: { secret: stored[name], until } },
    }
    if (await app.store.putBot(botId, version, bot)) {
      app.directory.forget(botId)
      app.log.warn('secret replaced', { botId, secret: name, by: actorOf(caller).id, overlapSeconds })
      return { bot, until }
    }
  }
  throw new InterludeError('config.stale_version', 'another request is changing this bot')
}
