import type { App } from '../../lib/app.ts'
import { actorOf } from '../../lib/auth/caller.ts'
import type { Channel, Here } from '../../lib/channels/channel.ts'
import { channelFor } from '../../lib/channels/channels.ts'
import { LATER } from '../../lib/channels/check.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { ChannelCheck } from '../../lib/protocol/channel-check.ts'
import { type ChannelConfig, channelOf } from '../../lib/protocol/channels.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { channelRoutes } from '../../lib/protocol/routes/channels.ts'
import { setupRoutes as specs } from '../../lib/protocol/routes/setup.ts'

interface Checked {
  readonly config: ChannelConfig
  readonly channel: Channel
  readonly here: Here
}

/** Reads a bot's channel from the store, for an admin who has just changed it. Throws `channel.not_found`. */
async function channelNow(app: App, botId: string, name: string): Promise<Checked> {
  const config = channelOf((await app.directory.freshBot(botId)).config, name)
  if (config === undefined) throw new InterludeError('channel.not_found', 'this bot has no such channel')
  app.directory.forgetPlatformApp(config.type)
  return { config, channel: (await channelFor(config)) as Channel, here: hereFor(app, config) }
}

/** Console and API share an origin. */
function hereFor({ settings, clock }: App, { type }: ChannelConfig): Here {
  const path = channelRoutes.receiveFromChannel.path.replace('{type}', type)
  return { callbackUrl: new URL(path, settings.consoleUrl).href, now: clock.now() }
}

const checkChannel = route(specs.checkChannel, async ({ params: { botId, channel: name } }, app) => {
  const { channel, config, here } = await channelNow(app, botId, name)
  return { checks: [...(await channel.check(app, config, here))] }
})

const subscribeChannel = route(specs.subscribeChannel, async ({ params: { botId, channel: name }, caller }, app) => {
  const { channel, config, here } = await channelNow(app, botId, name)
  const failure = await channel.subscribe(app, config, here)
  app.log.info('subscription to a platform', {
    botId,
    channel: name,
    finding: failure?.finding ?? 'subscribed',
    by: actorOf(caller).id,
  })
  const checks = await channel.check(app, config, here)
  return {
    checks: failure === undefined ? [...checks] : checks.map(each => (isSaidBy(failure, each) ? failure : each)),
  }
})

/** Says whether the reason why a platform refused says more than a check of the same part. */
function isSaidBy(failure: ChannelCheck, { name, status, finding }: ChannelCheck): boolean {
  return name === failure.name && status !== 'ok' && finding !== LATER
}

/** The routes that check a bot's channels. */
export const checkRoutes: readonly Route[] = [checkChannel, subscribeChannel]
