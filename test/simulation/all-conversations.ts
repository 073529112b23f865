import { pathToFileURL } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { openMemoryStore } from '../../lib/memory/store.ts'
import type { CallResult } from '../../lib/ports/outside.ts'
import type { Store } from '../../lib/ports/store.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { seeded } from '../e2e/random.ts'
import { agentToken, anApp, putBot } from '../support/app.ts'
import { httpEvent, lambdaContext } from '../support/events.ts'
import { maria } from '../support/people.ts'
import { type Op, operationNames } from './memory-state.ts'

/** Races of the code at `root`; each seed gives another order of steps. */
export interface Races {
  readonly root: string
  readonly seeds: number
}

export interface Raced {
  /** The first broken promise. */
  readonly complaint?: string
  /** Replies after the pause, and replies before it. */
  readonly withheld: number
  readonly accepted: number
}

const MAX_TURNS = 12
const MAX_ENTRIES = 1_000
const conversations: readonly Address[] = [maria, ...['a', 'b', 'c', 'd'].map(threadId => ({ ...maria, threadId }))]

/**
 * The bot replies in every conversation of a user while an agent pauses that user without a thread. Once the pause is
 * answered, no existing conversation may accept a reply of the bot.
 */
export async function race({ root, seeds }: Races): Promise<Raced> {
  const load = async (file: string) => await import(pathToFileURL(`${root}/${file}`).href)
  const { converse } = (await load('lib/bots/converse.ts')) as typeof import('../../lib/bots/converse.ts')
  const { httpApi } = (await load('lib/http/api.ts')) as typeof import('../../lib/http/api.ts')
  const { hitlRoutes } = (await load('functions/pause/hitl.ts')) as typeof import('../../functions/pause/hitl.ts')
  const counts = { withheld: 0, accepted: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const complaint = await raceOnce(seed)
    if (complaint !== undefined) return { ...counts, complaint: `seed ${seed}: ${complaint}` }
  }
  return counts

  async function raceOnce(seed: number): Promise<string | undefined> {
    const random = seeded(seed)
    const someTurns = async () => {
      for (let turns = random() * MAX_TURNS; turns > 1; turns--) await new Promise(resolve => setImmediate(resolve))
    }
    const store = openMemoryStore()
    const app = anApp(delayed(store, someTurns))
    await putBot(app)
    const there = conversations.filter((_, index) => index === seed % conversations.length || random() < 0.7)
    for (const who of there) await converse(app, who, { type: 'text', text: 'hello' })

    app.answer = async (): Promise<CallResult> => {
      for (let times = random() * 10; times > 0; times--) await someTurns()
      return { status: 'ok', body: { replies: [{ type: 'text', text: 'the bot' }] } }
    }
    const talking = there.map(who => converse(app, who, { type: 'text', text: 'and?' }))
    for (let times = random() * 10; times > 0; times--) await someTurns()
    const token = agentToken('ana', ['shop:agent'])
    const event = httpEvent(routes.hitlUserPause, maria as never, { token })
    const { statusCode } = await httpApi(app, hitlRoutes)(event, lambdaContext)
    const logs = () => Promise.all(there.map(who => store.entries(sessionId(who), { after: 0, limit: MAX_ENTRIES })))
    const acknowledged = await logs()
    await Promise.all(talking)

    if (statusCode !== 200) return `the pause was answered ${statusCode}`
    for (const [index, log] of (await logs()).entries()) {
      const name = there[index]?.threadId ?? 'no thread'
      const atAnswer = acknowledged[index]?.length ?? 0
      if (!acknowledged[index]?.some(({ kind }) => kind === 'paused')) return `${name}: not paused when it was answered`
      const late = log.slice(atAnswer).find(entry => entry.kind === 'message' && entry.by.type === 'bot')
      if (late) return `${name}: reply ${late.seq} was accepted after the pause was answered`
      counts.withheld += log.filter(({ kind }) => kind === 'withheld').length
      counts.accepted += log.filter(entry => entry.kind === 'message' && entry.text === 'the bot').length
    }
    return undefined
  }
}

/** The store, with a delay before each call. */
function delayed(store: Store, delay: () => Promise<void>): Store {
  const methods = store as unknown as Readonly<Record<Op, (...args: unknown[]) => Promise<unknown>>>
  const slow = operationNames.map(op => {
    const call = async (...args: unknown[]) => {
      await delay()
      return await methods[op](...args)
    }
    return [op, call] as const
  })
  return Object.fromEntries(slow) as unknown as Store
}

parentPort?.on('message', (races: Races) => {
  race(races).then(
    raced => parentPort?.postMessage({ raced }),
    error => parentPort?.postMessage({ broken: String(error instanceof Error ? error.stack : error) }),
  )
})
