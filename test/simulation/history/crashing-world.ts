import { setTimeout as sleep } from 'node:timers/promises'
import type { Due } from '../../../local/due-page.ts'
import { openIssuer } from '../../../local/issuer/issuer.ts'
import type { EngineName } from '../../../local/options.ts'
import type { Letter } from '../../../local/sns/outbox.ts'
import { type BotSettings, call, createBot, type TestBot, testBot } from '../../e2e/client.ts'
import { aDataFolder, type Interlude, startInterlude } from '../../e2e/process.ts'
import { SocketClient } from '../../e2e/socket.ts'
import { now, type Recorder } from './recorder.ts'

const TOKEN_SECONDS = 3_600

/** Short, so that work interrupted by a kill is soon settled. The delivery lease exceeds a delivery's limit of 3 s. */
export const POLICY = {
  turnGraceMs: 1_500,
  alertCheckMs: 1_000,
  alertGatherMs: 500,
  // No reminder, which would count as open work.
  alerts: [{ afterMs: 0 }],
  realertMs: 3_600_000,
  deliveryCheckMs: 1_000,
  deliveryLeaseMs: 4_000,
  retryMs: Array.from({ length: 20 }, () => 100),
}

/** A running Interlude that is sometimes killed and restarted over the same data. */
export interface CrashingWorld {
  readonly socketUrl: string
  /** Its process group. */
  readonly group: number
  /** Resolves while it runs. */
  up(): Promise<void>
  /** `kill -9`, and a restart over the same data folder. */
  crash(): Promise<void>
  bot(name: string, settings: BotSettings): Promise<TestBot>
  /** A bot at its current address. */
  at(bot: TestBot): TestBot
  agentToken(bot: TestBot, name: string): Promise<string>
  agent(bot: TestBot, name: string, before?: SocketClient): Promise<SocketClient>
  user(token: string, before?: SocketClient): Promise<SocketClient>
  /** The number of conversations with something due within this time. */
  due(withinMs: number): Promise<number>
  /** E-mails that were sent, by the conversations that they name. */
  letters(): Promise<Record<string, number>>
  end(): Promise<void>
}

export async function crashingWorld(
  engine: EngineName,
  recorder: Recorder,
  policy: object = POLICY,
): Promise<CrashingWorld> {
  const folder = await aDataFolder()
  const start = () => startInterlude({ engine, data: folder.path, policy: { ...policy } })
  let interlude: Interlude = await start()
  let running = Promise.resolve()
  const agentToken = async ({ botId }: TestBot, name: string) => {
    const { dev, data } = interlude
    const issuer = await openIssuer({ keyFile: `${data}/issuer-key.json`, issuerUrl: `${dev.url}/_issuer` })
    const groups = [`${botId}:agent`]
    return await issuer.mint({ sub: name.toLowerCase(), name, groups, lifetimeSeconds: TOKEN_SECONDS })
  }
  return {
    get socketUrl() {
      return interlude.dev.socketUrl
    },
    get group() {
      return interlude.group
    },
    up: () => running,
    async crash() {
      const up = Promise.withResolvers<void>()
      running = up.promise
      const at = now()
      await interlude.kill()
      interlude = await start()
      recorder.kills.push({ at, upAt: now() })
      up.resolve()
    },
    bot: (name, settings) => createBot(interlude.dev, name, settings),
    at: ({ botId, key }) => testBot(`${interlude.dev.url}/api/v1/bots/${botId}`, botId, key),
    agentToken,
    agent: async (bot, name, before) =>
      await SocketClient.connect(interlude.dev.socketUrl, await agentToken(bot, name), bot.botId, before),
    user: async (token, before) => await SocketClient.connect(interlude.dev.socketUrl, token, undefined, before),
    async due(withinMs) {
      const { status, body } = await call<Due>(`${interlude.dev.url}/_due?withinMs=${withinMs}`)
      if (status !== 200) throw new Error(`it does not say what is due: ${status}`)
      return body.conversations
    },
    async letters() {
      const { body } = await call<Letter[]>(`${interlude.dev.url}/_outbox.json`)
      const sessions = body
        .filter(({ protocol }) => protocol === 'email')
        .flatMap(letter => [...new Set(letter.body.match(/ses_[\w-]{22}/g))])
      return Object.fromEntries([...Map.groupBy(sessions, session => session)].map(([id, all]) => [id, all.length]))
    },
    async end() {
      await interlude.kill()
      await folder.remove()
    },
  }
}

/** Repeats work until it succeeds, for work that must not fail although the server is killed meanwhile. */
export async function atLast<T>(world: CrashingWorld, work: () => Promise<T>, tries = 50): Promise<T> {
  for (let n = 1; ; n++) {
    await world.up()
    try {
      return await work()
    } catch (error) {
      if (n >= tries) throw error
      await sleep(50)
    }
  }
}
