import { converse } from '../../lib/bots/converse.ts'
import type { ChannelDelivery } from '../../lib/protocol/bot.ts'
import { aServer, WEBHOOK_SECRET } from '../e2e/servers.ts'
import { BOT, type Break, type CalledPlatform, CHANNEL, channelWorld } from './channel-world.ts'
import { calledChannelContract } from './contract.ts'

/** A connector of the operator, which shows each delivery once by its webhook id. */
calledChannelContract('webhook', async () => {
  const got = new Map<string, string>()
  const next: (Break | undefined)[] = []
  const connector = await aServer<ChannelDelivery>(async ({ message }, { webhookId }) => {
    const fault = next.shift()
    if (fault) return { status: STATUS[fault] }
    got.set(webhookId, message.text ?? JSON.stringify(message.payload))
    return {}
  })
  const channel = { type: 'webhook', url: connector.url, secret: WEBHOOK_SECRET, replies: 'deliver' } as const
  const world = await channelWorld({ channel })
  const who = { botId: BOT, channel: CHANNEL, userId: 'maria' }
  const sent = new Map<string, string>()
  const platform: CalledPlatform = {
    who,
    async userWrites(text) {
      const id = `m${sent.size}`
      sent.set(id, text)
      await converse(world.app, who, { id, type: 'text', text })
      return id
    },
    async tellsAgain(id) {
      await converse(world.app, who, { id, type: 'text', text: sent.get(id) ?? '' })
    },
    async gets() {
      await converse(world.app, who, { type: 'delivery' })
    },
    async reads() {
      await converse(world.app, who, { type: 'read' })
    },
    got: async () => [...got.values()],
    breaks: (how, calls) => void next.push(...Array.from({ length: calls }, () => how)),
    breaksAfter(through, how, calls) {
      next.push(...Array.from({ length: through }, () => undefined), ...Array.from({ length: calls }, () => how))
    },
    close: () => connector.close(),
  }
  return { world, platform }
})

const STATUS: Readonly<Record<Break, number>> = {
  'fails for a while': 503,
  'hangs up': 500,
  'says too many': 429,
  refuses: 400,
}
