import { dispatch, type FeedRecord } from '../../functions/dispatch/dispatch.ts'
import { converse } from '../../lib/bots/converse.ts'
import { deliveryMode } from '../../lib/channels/delivery-mode.ts'
import { execute } from '../../lib/conversations/execute.ts'
import type { CallResult } from '../../lib/ports/outside.ts'
import type { Loaded } from '../../lib/ports/sessions.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import type { Policy } from '../../lib/session/policy.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { openSqliteStore, type SqliteStore } from '../../lib/sqlite/store.ts'
import { anApp, type Posted, putBot, type TestApp } from './app.ts'
import { agentPauses, agentResumes, agentSays, userAsksForPerson } from './commands.ts'

/** An application over a store in memory, with a bot, and a method for each act, named as in `commands.ts`. */
export interface AppWorld {
  readonly app: TestApp
  readonly store: SqliteStore
  /** Handles a user's message. */
  userSays(who: Address, text: string, more?: { id?: string }): ReturnType<typeof converse>
  /** Makes the bot or channel answer every call like this from now on. */
  outsideAnswers(result: CallResult): void
  /** Makes the bot answer every call with these replies from now on. */
  botAnswers(...words: readonly string[]): void
  agentPauses(who: Address): Promise<void>
  /** Returns the message's `seq`. */
  agentSays(who: Address, text: string): Promise<number>
  agentResumes(who: Address): Promise<void>
  userAsksForPerson(who: Address): Promise<void>
  load(who: Address): Promise<Loaded>
  log(who: Address): Promise<readonly Entry[]>
  kinds(who: Address): Promise<readonly string[]>
  /** The unacknowledged records of the feed. */
  records(): Promise<readonly FeedRecord[]>
  /** Dispatches the feed as one batch and acknowledges it. Returns the positions that failed. */
  batch(): Promise<readonly string[]>
  /** Dispatches the feed and what follows from it, and acknowledges it. Returns the positions that failed. */
  dispatched(): Promise<readonly string[]>
  /** The frames that were pushed to a socket since the last call. */
  framesTo(connectionId: string): ServerFrame[]
}

export async function appWorld(config: Partial<BotConfig> = {}, policy: Partial<Policy> = {}): Promise<AppWorld> {
  const store = openSqliteStore({ path: ':memory:' })
  const app = anApp(store, policy)
  await putBot(app, 'shop', config)

  const load = async (who: Address) => {
    const found = await store.load(sessionId(who))
    if (!found) throw new Error(`nobody talked with ${who.userId}`)
    return found
  }
  const log = (who: Address) => store.entries(sessionId(who), { after: 0, limit: 10_000 })
  const records = async () => await store.feed.read(10_000)
  const batch = async () => {
    const all = await records()
    const failed = await dispatch(app, all)
    const last = all.at(-1)
    if (last) await store.feed.acknowledge(last.position)
    return failed
  }
  return {
    app,
    store,
    load,
    log,
    records,
    batch,
    userSays: (who, text, more = {}) => converse(app, who, { type: 'text', text, ...more }),
    outsideAnswers(result) {
      app.answer = () => result
    },
    botAnswers(...words) {
      app.answer = () => ({ status: 'ok', body: { replies: words.map(text => ({ text })) } })
    },
    async agentPauses(who) {
      await execute(app, who, agentPauses({ delivery: deliveryMode({ channels: {}, ...config }, who.channel) }))
    },
    async agentSays(who, text) {
      return (await execute(app, who, agentSays(text))).outcome.seq
    },
    async agentResumes(who) {
      await execute(app, who, agentResumes())
    },
    async userAsksForPerson(who) {
      await execute(app, who, userAsksForPerson())
    },
    kinds: async who => (await log(who)).map(({ kind }) => kind),
    async dispatched() {
      const failed: string[] = []
      while ((await records()).length > 0) failed.push(...(await batch()))
      return failed
    },
    framesTo(connectionId) {
      const frames = app.pushed.filter(pushed => pushed.connectionId === connectionId).map(({ frame }) => frame)
      const others = app.pushed.filter(pushed => pushed.connectionId !== connectionId)
      app.pushed.splice(0, app.pushed.length, ...others)
      return frames
    },
  }
}

/** A call that reached the outside and is not answered. */
export interface OpenCall {
  readonly post: Posted
  answer(result: CallResult): void
  /** Answers with these replies of the bot. */
  botAnswers(...words: readonly string[]): void
}

/** Makes each call to the outside wait until the test answers it. */
export function slowOutside(app: TestApp): { next(): Promise<OpenCall> } {
  const calls: OpenCall[] = []
  const waiting: ((call: OpenCall) => void)[] = []
  app.answer = post =>
    new Promise<CallResult>(resolve => {
      const call: OpenCall = {
        post,
        answer: resolve,
        botAnswers: (...words) => resolve({ status: 'ok', body: { replies: words.map(text => ({ text })) } }),
      }
      const wake = waiting.shift()
      if (wake) wake(call)
      else calls.push(call)
    })
  return {
    next: () => {
      const call = calls.shift()
      return call ? Promise.resolve(call) : new Promise(resolve => waiting.push(resolve))
    },
  }
}

/** Lets all pending promises continue. */
export async function othersGoOn(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** The texts of messages, in the order of the log. */
export function textsOf(entries: readonly Entry[]): readonly (string | undefined)[] {
  return entries.flatMap(entry => (entry.kind === 'message' ? [entry.text] : []))
}
