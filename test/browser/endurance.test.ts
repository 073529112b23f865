import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { eventually } from '../e2e/eventually.ts'
import { seeded } from '../e2e/random.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { SEED } from '../fuzz/seed.ts'
import { aFreezer } from './freezer.ts'
import { aLine, CUTS, type Cut, type Line } from './line.ts'
import { frameIn } from './pages/stage.ts'
import { aBrowser } from './people.ts'
import { listenTo } from './spoken.ts'
import { aTalk, expectOneTranscript, type Side, type Talk } from './talk.ts'

const MESSAGES_EACH = 250
const CUTS_EACH = 20
/** How long messages arrive at a frozen tab: longer than any silence that the client accepts in a visible tab. */
const FROZEN_MS = 4_000
/** The limit on a busy machine, which takes several times as long. */
const SLOW_MS = 600_000
const WITHIN_MS = 120_000

const NAMES = ['agent', 'user'] as const
type Name = (typeof NAMES)[number]

describe.each(ENGINES)('the console and the widget, over %s', engine => {
  const world = runningWorld(engine)
  const browsing = aBrowser(world)
  const hint = `again: FUZZ_SEED=${SEED} vitest run test/browser/endurance.test.ts -t ${engine}`

  const linesOfBoth = async () => ({ agent: await world.keep(aLine()), user: await world.keep(aLine()) })
  const windowsAt = async (lines: Readonly<Record<Name, Line>>) => ({
    agent: await browsing.window({ line: lines.agent }),
    user: await browsing.window({ line: lines.user }),
  })

  it(`show the server’s log after ${CUTS_EACH} cuts of each socket among ${2 * MESSAGES_EACH} messages, and read each out once`, {
    timeout: SLOW_MS,
  }, async () => {
    const lines = await linesOfBoth()
    const windows = await windowsAt(lines)
    const sockets = { agent: countSockets(windows.agent), user: countSockets(windows.user) }
    for (const page of Object.values(windows)) await connectAgainSoon(page)
    const talk = await aTalk(world, browsing, windows)
    const spoken = { agent: await listenTo(talk.agent.live), user: await listenTo(talk.user.live) }

    const random = seeded(SEED)
    const plans = { agent: planOfCuts(random), user: planOfCuts(random) }
    const said = await bothTalk(name => talkThroughCuts(talk[name], name, lines[name], plans[name]))

    await expectOneTranscript(talk, said, { withinMs: WITHIN_MS, hint })
    for (const name of NAMES) expect(sockets[name](), hint).toBeGreaterThan(CUTS_EACH)
    const heard = { agent: await spoken.agent(), user: await spoken.user() }
    expect(timesEachIsIn(heard.agent, said.user), hint).toEqual(said.user.map(() => 1))
    expect(timesEachIsIn(heard.user, said.agent), hint).toEqual(said.agent.map(() => 1))
    // The console does not read out an agent's own messages; the widget reads out the user's as they are sent.
    expect(timesEachIsIn(heard.agent, said.agent), hint).toEqual(said.agent.map(() => 0))
    expect(timesEachIsIn(heard.user, said.user), hint).toEqual(said.user.map(() => 1))
  })

  it('show the server’s log after the server was killed and restarted, with messages in flight and written offline', {
    timeout: SLOW_MS,
  }, async () => {
    const lines = await linesOfBoth()
    const talk = await aTalk(world, browsing, await windowsAt(lines))
    const said: Record<Name, string[]> = { agent: [], user: [] }
    const say = async (name: Name, text: string) => {
      said[name].push(text)
      await talk[name].say(text)
    }
    await say('agent', 'Hello, I am Ana.')
    await say('user', 'My stove is broken.')
    await expectOneTranscript(talk, said, { withinMs: WITHIN_MS, hint })

    const unanswered = lines.agent.lose('down')
    const unheard = lines.user.lose('up')
    await say('agent', 'heard, but not acknowledged')
    await say('user', 'not heard')
    await Promise.all([unanswered, unheard])
    await eventuallyLogged(talk, 'heard, but not acknowledged')
    await world.goAway(async () => {
      await talk.agent.page.getByText(/No connection since/).waitFor()
      await frameIn(talk.user.page).getByText('No connection. Your messages are kept').waitFor()
      for (const name of NAMES) {
        for (let n = 0; n < 3; n++) await say(name, `${name} ${n}, said to nobody`)
        await talk[name].field.pressSequentially('half a sent')
      }
    })
    await expectOneTranscript(talk, said, { withinMs: WITHIN_MS, hint })
    for (const name of NAMES) {
      expect(await talk[name].field.inputValue()).toBe('half a sent')
      await talk[name].field.fill('')
    }
    for (const name of NAMES) await say(name, `${name} again`)
    await expectOneTranscript(talk, said, { withinMs: WITHIN_MS, hint })
  })

  // The server does not notice a frozen tab, so one engine is enough.
  it.runIf(engine === 'sqlite')(
    'show the server’s log after a tab was frozen, with its socket alive or dead',
    {
      timeout: SLOW_MS,
    },
    async () => {
      const line = await world.keep(aLine())
      const freezer = await world.keep(aFreezer(line))
      const tabs = { agent: await freezer.tab(), user: await freezer.tab() }
      const talk = await aTalk(world, browsing, { agent: tabs.agent.page, user: tabs.user.page })
      const said: Record<Name, string[]> = { agent: [], user: [] }
      const say = async (name: Name, text: string) => {
        said[name].push(text)
        await talk[name].say(text)
      }
      for (const [frozen, awake] of [NAMES, NAMES.toReversed()] as [Name, Name][]) {
        for (const isCut of [false, true]) {
          const mark = `${frozen} ${isCut ? 'cut' : 'frozen'}`
          const seen = talk[frozen].log.getByText(`${mark}: `)
          for (let n = 0; n < 3; n++) await say(frozen, `${mark}, last words ${n}`)
          await tabs[frozen].freeze()
          const until = performance.now() + FROZEN_MS
          for (let n = 0; performance.now() < until; n++) {
            if (isCut && n === 1) await line.cutAll()
            await say(awake, `${mark}: ${n}`)
            await eventuallyLogged(talk, `${mark}: ${n}`)
          }
          expect(await seen.count(), 'shown by a frozen page').toBe(0)
          await tabs[frozen].thaw()
          await expectOneTranscript(talk, said, { withinMs: WITHIN_MS, hint })
        }
      }
    },
  )
})

async function eventuallyLogged({ messages }: Talk, text: string): Promise<void> {
  const isLogged = async () => (await messages()).some(each => each.text === text)
  await eventually(`“${text}” in the log`, isLogged, { withinMs: WITHIN_MS })
}

/** Both talk concurrently. Returns the messages of each. */
async function bothTalk(talk: (name: Name) => Promise<readonly string[]>) {
  const [agent, user] = await Promise.all(NAMES.map(talk))
  return { agent: agent ?? [], user: user ?? [] }
}

/**
 * The messages after which the socket is cut, and how. Never the last one: a cut that loses bytes needs a next message.
 */
function planOfCuts(random: () => number): ReadonlyMap<number, Cut> {
  const below = (bound: number) => Math.floor(random() * bound)
  const plan = new Map<number, Cut>()
  while (plan.size < CUTS_EACH) plan.set(below(MESSAGES_EACH - 1), CUTS[below(CUTS.length)] ?? 'reset')
  return plan
}

/** Sends messages as fast as the page takes them. Waits only for the last cut before the next cut. */
async function talkThroughCuts(side: Side, name: Name, line: Line, plan: ReadonlyMap<number, Cut>) {
  const said: string[] = []
  let cut = Promise.resolve()
  for (let n = 0; n < MESSAGES_EACH; n++) {
    const text = `${name} ${n}`
    said.push(text)
    await side.say(text)
    const how = plan.get(n)
    if (how === undefined) continue
    await cut
    cut = line.cut(how)
  }
  await cut
  return said
}

/**
 * Pages wait a random part of some seconds before they reconnect. Keeps that short, else 40 cuts would take minutes.
 */
async function connectAgainSoon(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { random } = Math
    Math.random = () => random() / 5
  })
}

/** Returns a function that counts the sockets that the page has opened. */
function countSockets(page: Page): () => number {
  let sockets = 0
  page.on('websocket', () => {
    sockets += 1
  })
  return () => sockets
}

/** The number of texts that contain each message. A longer number is another message. */
const timesEachIsIn = (texts: readonly string[], each: readonly string[]) =>
  each.map(one => texts.filter(text => new RegExp(`${one}(?!\\d)`).test(text)).length)
