import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { defined } from '../../lib/defined.ts'
import type { DevFile } from '../../local/interlude.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import type { EngineName } from '../../local/options.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { type BotSettings, call, createBot, type TestBot, testBot } from './client.ts'
import { aDataFolder, type Interlude, startInterlude } from './process.ts'
import { SocketClient } from './socket.ts'

interface Closable {
  close(): unknown
}

/** A running Interlude with its own data folder, and the participants of a test. Everything ends with the tests. */
export interface RunningWorld {
  readonly interlude: Interlude
  readonly dev: DevFile
  /** Creates a bot whose id begins with `name`. */
  bot(name: string, settings: BotSettings): Promise<TestBot>
  /** An agent's token, valid for this run of Interlude. */
  agentToken(botId: string, name: string): Promise<string>
  /** An agent at a socket. `before`: their client whose connection was lost. */
  agent(bot: TestBot, name?: string, before?: SocketClient): Promise<SocketClient>
  /** An end user of the web channel at a socket. */
  user(bot: TestBot): Promise<{ socket: SocketClient; token: string; userId: string; session: string }>
  /** The alerts to agents about a conversation. */
  letters(session: string): Promise<Letter[]>
  /** Restarts over the same data, at another port. */
  restart(end: 'stop' | 'kill'): Promise<void>
  /**
   * Kills it and restarts it over the same data at the same port, so that open pages reconnect. Runs `meanwhile` in
   * between.
   */
  goAway(meanwhile: () => Promise<void>): Promise<void>
  /** A bot of the previous run, at its new address. */
  again(bot: TestBot): TestBot
  /** Closes `thing` when the tests are over. */
  keep<T extends Closable>(thing: T | Promise<T>): Promise<T>
}

const TOKEN_SECONDS = 3600
/** Short, so that stories of several users of one bot do not wait for each other's alerts. */
const SHORT = { alertGatherMs: 100 }

/** `graphOf`: starts a double of Meta's Graph API before Interlude, and returns its URL. */
export function runningWorld(
  engine: EngineName,
  policy: Readonly<Record<string, unknown>> = {},
  graphOf?: () => Promise<string>,
): RunningWorld {
  let graph: string | undefined
  let running: Interlude | undefined
  let folder: Awaited<ReturnType<typeof aDataFolder>> | undefined
  let bots = 0
  const kept: Closable[] = []
  const interlude = () => {
    if (!running) throw new Error('Interlude does not run')
    return running
  }
  const keep = async <T extends Closable>(thing: T | Promise<T>) => {
    const it = await thing
    kept.push(it)
    return it
  }

  beforeAll(async () => {
    folder = await aDataFolder()
    graph = await graphOf?.()
    running = await startInterlude({
      engine,
      data: folder.path,
      policy: { ...SHORT, ...policy },
      ...defined({ graph }),
    })
  })
  let shown = 0
  afterEach(({ task }) => {
    const logged = (running?.output() ?? '').split('\n').filter(line => line.startsWith('{'))
    if (task.result?.state === 'fail') console.error(['Interlude said:', ...logged.slice(shown).slice(-20)].join('\n'))
    shown = logged.length
  })
  afterAll(async () => {
    for (const thing of kept.reverse()) await thing.close()
    await running?.kill()
    await folder?.remove()
  })

  const startAgain = async (end: 'stop' | 'kill', { port = 0, meanwhile = async () => {} } = {}) => {
    const { data } = interlude()
    await interlude()[end]()
    running = undefined
    shown = 0
    await meanwhile()
    running = await startInterlude({ engine, data, port, policy: { ...SHORT, ...policy }, ...defined({ graph }) })
  }

  const agentToken = async (botId: string, name: string) => {
    const { dev, data } = interlude()
    const issuer = await openIssuer({ keyFile: join(data, 'issuer-key.json'), issuerUrl: `${dev.url}/_issuer` })
    return await issuer.mint({
      sub: name.toLowerCase(),
      name,
      groups: [`${botId}:agent`],
      lifetimeSeconds: TOKEN_SECONDS,
    })
  }

  return {
    get interlude() {
      return interlude()
    },
    get dev() {
      return interlude().dev
    },
    keep,
    agentToken,
    bot: (name, settings) => createBot(interlude().dev, `${name}-${++bots}`, settings),
    async agent({ botId }, name = 'Ana', before) {
      const token = await agentToken(botId, name)
      return await keep(SocketClient.connect(interlude().dev.socketUrl, token, botId, before))
    },
    async user({ url }) {
      const { status, body } = await call<{ token: string; userId: string; session: string }>(`${url}/users/token`, {
        method: 'POST',
        json: {},
      })
      if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`)
      const socket = await keep(SocketClient.connect(interlude().dev.socketUrl, body.token))
      return { ...body, socket }
    },
    async letters(session) {
      const { body } = await call<Letter[]>(`${interlude().dev.url}/_outbox.json`)
      return body.filter(letter => letter.body.includes(session))
    },
    restart: async end => await startAgain(end),
    goAway: async meanwhile => {
      const port = Number(new URL(interlude().dev.url).port)
      await startAgain('kill', { port, meanwhile })
    },
    again: ({ botId, key }) => testBot(`${interlude().dev.url}/api/v1/bots/${botId}`, botId, key),
  }
}
