import { runClock } from '../../functions/clock/clock.ts'
import { dispatch } from '../../functions/dispatch/dispatch.ts'
import type { App } from '../../lib/app.ts'
import type { PlatformUrls } from '../../lib/channels/channel.ts'
import { compose } from '../../lib/compose.ts'
import { execute } from '../../lib/conversations/execute.ts'
import type { Log } from '../../lib/ports/system.ts'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { ChannelConfig } from '../../lib/protocol/channels.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { Content } from '../../lib/protocol/message.ts'
import { NO_RECEIPTS, type ReceiptMarks } from '../../lib/session/receipts.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { openSqliteStore } from '../../lib/sqlite/store.ts'
import { everybody } from '../../local/admission/admission.ts'
import { type LocalAsker, localAsker } from '../../local/asker.ts'
import { aBot, type TestServer, WEBHOOK_SECRET } from '../e2e/servers.ts'
import { putBot } from '../support/app.ts'
import { manualClock, seconds } from '../support/clock.ts'
import { agentPauses, agentResumes } from '../support/commands.ts'
import { noTopic, silentLog, silentSockets } from '../support/silent.ts'

/** How a platform's next calls go wrong. */
export type Break = 'fails for a while' | 'refuses' | 'says too many' | 'hangs up'

/** The platform of a channel: what tests do to it and see of it. */
export interface Platform {
  readonly who: Address
  /** The user writes. Resolves with the platform's id of the message when the platform has told Interlude. */
  userWrites(text: string): Promise<string>
  /** The platform tells Interlude of a message once more. */
  tellsAgain(id: string): Promise<void>
  /** The user's device gets everything that was sent, without showing it. */
  gets(): Promise<void>
  /** The user looks at everything that was sent. */
  reads(): Promise<void>
  /** The texts that the user has got, in order. */
  got(): Promise<readonly string[]>
  close(): Promise<void>
}

/** A platform that Interlude calls. */
export interface CalledPlatform extends Platform {
  /** The next calls go wrong. */
  breaks(how: Break, calls: number): void
  /** Lets this many calls through, then the next `calls` go wrong. */
  breaksAfter(through: number, how: Break, calls: number): void
}

/** An application over a store in memory, a bot that answers `bot: …`, and a manual clock. The rest is real. */
export interface ChannelWorld {
  readonly app: App
  readonly clock: ReturnType<typeof manualClock>
  readonly bot: TestServer<BotTurn | Handback>
  /** The texts about which the bot was asked. */
  asked(): readonly string[]
  agentPauses(who: Address): Promise<void>
  agentResumes(who: Address): Promise<void>
  /** `name`: of the agent. Ana by default. */
  agentSays(who: Address, message: string | Content, name?: string): Promise<number>
  /** Lets the bot answer, and dispatches the feed until nothing is left. */
  goesOn(): Promise<void>
  /** Moves the time, and does what is due. */
  after(ms: number): Promise<void>
  log(who: Address): Promise<readonly Entry[]>
  receipts(who: Address): Promise<ReceiptMarks>
  close(): Promise<void>
}

export const BOT = 'shop'
/** The name of the channel under test. */
export const CHANNEL = 'line'

export async function channelWorld({
  channel,
  platformUrls = {},
  log = silentLog,
}: {
  readonly channel?: ChannelConfig
  readonly platformUrls?: PlatformUrls
  readonly log?: Log
} = {}): Promise<ChannelWorld> {
  const store = openSqliteStore({ path: ':memory:' })
  const clock = manualClock()
  const bot = await aBot()
  let asker: LocalAsker | undefined
  const app = compose({
    store,
    clock,
    sockets: silentSockets,
    notifier: { publish: async () => undefined },
    alertTopic: noTopic,
    asker: ready => {
      asker = localAsker(ready, () => everybody.hold())
      return asker
    },
    log,
    settings: { consoleUrl: 'https://console.example.test', alertsIncludeText: false, platformUrls, processId: 'test' },
    auth: () => ({ check: async () => Promise.reject(new Error('nobody signs in')) }),
    reach: 'loopback-too',
    directory: { rememberMs: 0, alone: true },
  })
  const connector = { type: 'http', url: bot.url, secret: WEBHOOK_SECRET, timeoutMs: 10_000 } as const
  await putBot(app, BOT, { connector, channels: channel ? { [CHANNEL]: channel } : {} })

  const goesOn = async () => {
    await asker?.idle(seconds(10))
    for (let records = await store.feed.read(10_000); records.length > 0; records = await store.feed.read(10_000)) {
      await dispatch(app, records)
      const last = records.at(-1)
      if (last) await store.feed.acknowledge(last.position)
    }
  }
  return {
    app,
    clock,
    bot,
    goesOn,
    asked: () => bot.calls.flatMap(({ body }) => (body.type === 'message' ? [body.message.text ?? ''] : [])),
    async agentPauses(who) {
      await execute(app, who, agentPauses(channel ? { delivery: 'all' } : {}))
    },
    async agentResumes(who) {
      await execute(app, who, agentResumes())
    },
    async agentSays(who, message, name = 'Ana') {
      const content = typeof message === 'string' ? ({ type: 'text', text: message } as const) : message
      const by = { type: 'agent', id: name.toLowerCase(), name } as const
      return (await execute(app, who, { verb: 'say', by, message: content })).outcome.seq
    },
    async after(ms) {
      clock.advance(ms)
      await runClock(app, clock.now() + 1)
      await goesOn()
    },
    receipts: async who => (await store.receipts(sessionId(who))) ?? NO_RECEIPTS,
    log: who => store.entries(sessionId(who), { after: 0, limit: 10_000 }),
    async close() {
      await asker?.idle(seconds(1))
      await bot.close()
      store.close()
    },
  }
}
