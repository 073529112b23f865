import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import { MAX_BOT_TIMEOUT_MS } from '../../lib/protocol/config.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { Fault } from '../../local/graph/faults.ts'
import type { Person } from '../../local/graph/person.ts'
import type { Page } from '../../local/graph/types.ts'
import { RETRY_DELAYS_MS } from '../../local/graph/webhooks.ts'
import type { TestBot } from './client.ts'
import { type MessengerDouble, messengerWorld, receivedBy, sessionOf } from './messenger.ts'
import { stopped } from './pause-race.ts'
import { seeded, sideBySide } from './random.ts'
import { aBot, type TestServer } from './servers.ts'

/** `STORM_USERS=2000` is the storm of 10,000 messages that docs/measured.md reports. */
const USERS = Number(process.env.STORM_USERS ?? 60)
/** A great storm limits the page, and Meta's own schedule delivers its webhooks. */
const IS_GREAT = USERS >= 1_000
const EACH = 5
const SEED = Number(process.env.STORM_SEED ?? 20_261_130)
/** The messages come within this time. */
const SPREAD_MS = Math.min(45_000, USERS * 30)
/** Attempts of a delivery, closer together than usual so that a test ends. */
const POLICY = { retryMs: [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000], giveUpMs: 3_600_000 }
const END_WITHIN_MS = 600_000

/** Failures of the Send API, one of every so many calls. `afterwards`: the message reaches the person nevertheless. */
const FAULTS: readonly (readonly [oneIn: number, Fault])[] = [
  [20, { code: 1200 }],
  [60, { code: 551 }],
  [100, { code: 2, afterwards: true }],
]

describe('a storm of messages in Messenger', () => {
  const messenger = messengerWorld('sqlite', POLICY, IS_GREAT ? RETRY_DELAYS_MS : undefined)
  const { world } = messenger
  let double: MessengerDouble
  const random = seeded(SEED)
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot
  let page: Page

  beforeAll(async () => {
    double = messenger.double()
    brain = await world.keep(aBot())
    const opened = await messenger.open('storm', { connectorUrl: brain.url, timeoutMs: MAX_BOT_TIMEOUT_MS })
    bot = opened.bot
    page = opened.page
  })

  /** Plants failures while the storm lasts. Limits the page in a great storm: Meta asks to wait for a minute then. */
  async function rage(until: () => boolean): Promise<void> {
    if (IS_GREAT) double.graph.faults.limit(page.id, { calls: 30, perMs: 200 })
    for (const [, fault] of FAULTS) double.graph.faults.next(1, fault)
    while (!until()) {
      for (const [oneIn, fault] of FAULTS) if (random() < 10 / oneIn) double.graph.faults.next(1, fault)
      await sleep(100)
    }
    double.graph.faults.clear()
  }

  it(`answers every one of ${USERS * EACH} messages, or says why not, once and in order`, {
    timeout: SPREAD_MS + END_WITHIN_MS + 60_000,
  }, async () => {
    const people = Array.from({ length: USERS }, () => double.graph.addPerson(page))
    const startedAt = performance.now()
    let isOver = false
    const raging = rage(() => isOver)
    await Promise.all(
      people.map(async person => {
        for (let n = 1; n <= EACH; n++) {
          await sleep((random() * SPREAD_MS) / EACH)
          person.says(`question ${n}`)
        }
      }),
    )
    const spokenAt = performance.now()
    isOver = true
    await raging
    await double.graph.webhooks.idle()
    const logs = await sideBySide(people, 8, async person => await settled(person))
    const figures = {
      users: USERS,
      messages: USERS * EACH,
      spokenWithinS: Math.round((spokenAt - startedAt) / 1_000),
      settledWithinS: Math.round((performance.now() - startedAt) / 1_000),
      webhooks: Object.fromEntries(double.graph.webhooks.outcomes),
      answers: logs.flatMap(answersIn).length,
      withheld: logs.flatMap(stopped).length,
      undeliverable: logs.flatMap(log => log.filter(({ kind }) => kind === 'undeliverable')).length,
      receivedTwice: people.map(twice).reduce((sum, count) => sum + count, 0),
    }
    console.info(`seed ${SEED}`, figures)
    expect(people.flatMap((person, at) => violations(person, logs[at] ?? []))).toEqual([])
    expect(figures.undeliverable).toBeGreaterThan(0)
  })

  /** Waits until every message of a person is answered, and every answer received, withheld or given up. */
  async function settled(person: Person): Promise<readonly Entry[]> {
    const session = sessionOf(bot, person)
    const until = performance.now() + END_WITHIN_MS
    for (;;) {
      const log = await bot.transcript(session)
      const questions = log.filter(entry => entry.kind === 'message' && entry.by.type === 'user')
      const answers = answersIn(log)
      const out = new Set([...receivedSeqs(person), ...givenUp(log), ...stopped(log)])
      if (questions.length === EACH && answers.length === EACH && answers.every(({ seq }) => out.has(seq))) return log
      if (log.some(({ kind }) => kind === 'paused'))
        throw new Error(`${session} went to people:\n${JSON.stringify(log)}`)
      if (performance.now() > until) throw new Error(`${session} never came to an end:\n${JSON.stringify(log)}`)
      await sleep(500)
    }
  }
})

function answersIn(log: readonly Entry[]) {
  return log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'bot' ? [entry] : []))
}

function givenUp(log: readonly Entry[]): number[] {
  return log.flatMap(entry => (entry.kind === 'undeliverable' ? [entry.of] : []))
}

function receivedSeqs(person: Person): number[] {
  return receivedBy(person).map(({ metadata }) => Number(metadata?.split(':')[1]))
}

/** How many messages a person has twice, because the platform failed after it had carried the call out. */
function twice(person: Person): number {
  const seqs = receivedSeqs(person)
  return seqs.length - new Set(seqs).size
}

/** The violations in a conversation, one sentence each. */
function violations(person: Person, log: readonly Entry[]): string[] {
  const found: string[] = []
  const say = (what: string) => found.push(`${person.psid}: ${what}`)
  const texts = log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'user' ? [entry.text] : []))
  if (`${[...texts].sort()}` !== `${texts.map((_, at) => `question ${at + 1}`)}`) say(`the log has ${texts}`)
  const received = [...new Set(receivedSeqs(person))]
  if (received.some((seq, at) => seq < (received[at - 1] ?? 0))) say(`received out of order: ${received}`)
  // The same words under two marks would be a message that Interlude sent as two.
  const marks = Map.groupBy(receivedBy(person), ({ text }) => text)
  for (const [text, all] of marks) {
    if (new Set(all.map(({ metadata }) => metadata)).size > 1) say(`"${text}" came under two ids`)
  }
  for (const entry of log) if (entry.kind === 'undeliverable' && !/\w/.test(entry.reason)) say('no reason')
  return found
}
