import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import type { BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { Person } from '../../local/graph/person.ts'
import type { Page } from '../../local/graph/types.ts'
import type { TestBot } from './client.ts'
import { eventually, FOR_LONG, PATIENTLY } from './eventually.ts'
import { MESSENGER, type MessengerDouble, type MessengerWorld, receivedBy, sessionOf } from './messenger.ts'
import { botMessages, stopped } from './pause-race.ts'
import { seeded, sideBySide } from './random.ts'
import { aBot, type TestServer } from './servers.ts'

const SEED = Number(process.env.RACE_SEED ?? 20_261_130)
/** The bot's time, and the delay of the pause after its moment, are random up to these. */
const BOT_MS = 300
const PAUSE_MS = 300
const SETTLED_WITHIN_MS = 120_000
/** A pause after the first answer comes within this many times of what the second answer usually takes: before it or after it. */
const RECEIVED_FACTOR = 2

/** The pause comes a while after the person wrote, the bot was asked, or the person got the first answer. */
interface Moment {
  readonly kind: 'written' | 'asked' | 'received'
  readonly pauseMs: number
}

interface Race {
  readonly person: Person
  readonly session: string
  readonly acknowledgedAt: number
  readonly log: readonly Entry[]
}

export interface Races {
  /** The name of the world in the figures. */
  readonly where: string
  readonly races: number
  readonly atOnce: number
  /** How many races must end with both answers received, and how many with none, so that the races are races. */
  readonly atLeast: { readonly inFull: number; readonly none: number }
}

/** The test that races pauses against a bot's answers in Messenger, over any world. */
export function messengerRaces(messenger: MessengerWorld, { where, races, atOnce, atLeast }: Races): void {
  const { world } = messenger
  let double: MessengerDouble
  const random = seeded(SEED)
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot
  let page: Page

  beforeAll(async () => {
    double = messenger.double()
    brain = await world.keep(
      aBot(async ({ message }) => {
        await sleep(random() * BOT_MS)
        return { replies: [`re ${message.text}`, 'and more'].map(text => ({ type: 'text' as const, text })) }
      }),
    )
    const opened = await messenger.open('race', { connectorUrl: brain.url })
    bot = opened.bot
    page = opened.page
    double.graph.webhooks.disturb({ seed: SEED, reorder: 0.2, duplicate: 0.3, batch: 0.4, delayMs: 30 })
  })

  const isAsked = (session: string) =>
    brain.calls.some(({ body }) => body.type === 'message' && body.session.id === session)

  /** Pauses at a moment while the webhooks of the question arrive late, twice, mixed and gathered. */
  async function race(person: Person, { kind, pauseMs }: Moment): Promise<Omit<Race, 'log'>> {
    const session = sessionOf(bot, person)
    person.says('question')
    if (kind === 'asked') await eventually('the question to the bot', () => isAsked(session), FOR_LONG)
    if (kind === 'received') await eventually('the first answer', () => receivedOf(person).length > 0, FOR_LONG)
    await sleep(pauseMs)
    expect(await bot.pauseUser(person.psid, MESSENGER)).toMatchObject({ status: 200, body: 'OK' })
    const acknowledgedAt = Date.now()
    // The second question comes after the acknowledgement, so the bot must not be asked about it.
    const mid = person.says('second question')
    const log = await settled(person, session)
    expect(log.filter(entry => entry.kind === 'message' && entry.clientId === mid)).toHaveLength(1)
    return { person, session, acknowledgedAt }
  }

  /** Measures the median time (ms) from the first answer to the second, as long as nobody pauses. */
  async function secondAnswerMs(): Promise<number> {
    const persons = Array.from({ length: atOnce }, () => double.graph.addPerson(page))
    const gaps = await sideBySide(persons, atOnce, async person => {
      person.says('question')
      await eventually('both answers', () => receivedOf(person).length === 2, FOR_LONG)
      const [first, second] = receivedBy(person)
      return (second?.at ?? 0) - (first?.at ?? 0)
    })
    return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  }

  /**
   * Waits until both questions are in the log, the bot has answered if it was asked, and each of its messages is received
   * or withheld.
   */
  async function settled(person: Person, session: string): Promise<readonly Entry[]> {
    let log: readonly Entry[] = []
    const look = async () => {
      log = await bot.transcript(session)
      const isLogged = (text: string) => log.some(entry => entry.kind === 'message' && entry.text === text)
      const isAnswered = botMessages(log).length > 0 || log.some(({ kind }) => kind === 'withheld') || !isAsked(session)
      const out = new Set([...receivedOf(person), ...stopped(log)])
      const isOut = botMessages(log).every(({ seq }) => out.has(seq))
      return isLogged('question') && isLogged('second question') && isAnswered && isOut && log
    }
    const soFar = () => `received ${receivedOf(person)} of ${JSON.stringify(log)}`
    return await eventually(`the end of ${session}`, look, { ...PATIENTLY, withinMs: SETTLED_WITHIN_MS, soFar })
  }

  it(`lets no bot message through after its acknowledgement, in ${races} races`, { timeout: 240_000 }, async () => {
    const receivedUpToMs = RECEIVED_FACTOR * (await secondAnswerMs())
    const plans = Array.from({ length: races }, () => ({
      person: double.graph.addPerson(page),
      moment: momentOf(random, receivedUpToMs),
    }))
    const over = await sideBySide(plans, atOnce, ({ person, moment }) => race(person, moment))
    await double.graph.webhooks.idle()
    // Look again, since more may have come meanwhile.
    const ended = await sideBySide(over, atOnce, async ended => ({
      ...ended,
      log: await settled(ended.person, ended.session),
    }))

    const asked = brain.calls.flatMap(({ body }) => (body.type === 'message' ? [body] : []))
    expect(asked.filter(({ message }) => message.text === 'second question')).toEqual([])
    expect(new Set(asked.map(({ session }) => session.id)).size).toBe(asked.length)
    expect(ended.flatMap(violations)).toEqual([])
    const inFull = ended.filter(({ person }) => receivedOf(person).length === 2).length
    const none = ended.filter(({ person }) => receivedOf(person).length === 0).length
    const unasked = ended.filter(({ session }) => !isAsked(session)).length
    const late = ended.flatMap(lateOf).length
    console.info(`${where}, seed ${SEED}`, { races, inFull, inPart: races - inFull - none, none, unasked, late })
    expect(inFull).toBeGreaterThanOrEqual(atLeast.inFull)
    expect(none).toBeGreaterThanOrEqual(atLeast.none)
  })
}

function momentOf(random: () => number, receivedUpToMs: number): Moment {
  const kind = (['written', 'asked', 'received'] as const)[Math.floor(random() * 3)] ?? 'asked'
  return { kind, pauseMs: random() * (kind === 'received' ? receivedUpToMs : PAUSE_MS) }
}

function receivedOf(person: Person): number[] {
  return receivedBy(person)
    .map(({ metadata }) => Number(metadata?.split(':')[1]))
    .filter(Number.isInteger)
}

/** The messages that arrived after the acknowledgement. */
function lateOf({ person, acknowledgedAt }: Race): unknown[] {
  return receivedBy(person).filter(({ at }) => at > acknowledgedAt)
}

/** The violations in a race, one sentence each. */
function violations(race: Race): string[] {
  const { person, session, log } = race
  const received = receivedOf(person)
  const found: string[] = []
  const say = (what: string) => found.push(`${session}: ${what}`)
  const pauses = log.filter(({ kind }) => kind === 'paused')
  const paused = pauses[0]?.seq ?? 0
  if (pauses.length !== 1) say(`paused ${pauses.length} times`)
  if (log.some(({ seq }, index) => seq !== index + 1)) say('a gap in the log')
  const messages = botMessages(log).map(({ seq }) => seq)
  const stops = new Set(stopped(log))
  for (const seq of messages) if (seq > paused) say(`${seq} was accepted after the pause`)
  const wanted = messages.filter(seq => !stops.has(seq))
  // Interlude makes one call at a time, so at most one was under way when the pause was acknowledged.
  if (lateOf(race).length > 1) say(`${lateOf(race).length} messages arrived after the acknowledgement`)
  if (`${received}` !== `${wanted}`) say(`received ${received} instead of ${wanted}`)
  return found
}
