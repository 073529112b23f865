import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Handback } from '../../lib/protocol/bot.ts'
import { type Entry, messagesOf } from '../../lib/protocol/entry.ts'
import type { InboundAnswer, LogPage } from '../../lib/protocol/routes.ts'
import { ENGINES } from '../../local/options.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { type RunningWorld, runningWorld } from './running-world.ts'
import { aBot, type TestServer } from './servers.ts'
import { adminOf, confirm } from './subscriber.ts'

const EXPIRED = 'Nobody was free. You are talking with the assistant again.'
/** Time of the second step, and of the fallback, for a server that runs all the time. */
const TIMES = { secondSeconds: 3, fallbackSeconds: 6 }
/** The same for a server that is killed: a kill before the second step finds it in time, and a restart the fallback. */
const TIMES_OF_KILLS = { secondSeconds: 3, fallbackSeconds: 11 }
/** From a first alert that is not recorded to its repetition. */
const ALERT_CHECK_MS = 1_500
/** A server that comes back within this time of the request takes all steps before the fallback. */
const BACK_WITHIN_MS = 7_500
/** Most kills until one hits the moment that the test is about, and the server comes back in time. */
const MAX_KILLS = 6

/** A user of a bot whose alerts have two steps: an e-mail to `mail`, then a text message to `phone`. */
interface Ladder {
  readonly bot: TestBot
  readonly brain: TestServer<unknown>
  readonly mail: string
  readonly phone: string
  readonly user: { readonly token: string; readonly userId: string; readonly session: string }
}

/** A killed server's last moment. `isInTime`: the next one came back early enough for all steps. */
interface LeftBehind {
  readonly goneAt: string
  readonly mails: number
  readonly isInTime: boolean
}

let ladders = 0

async function aLadder(world: RunningWorld, { secondSeconds, fallbackSeconds } = TIMES): Promise<Ladder> {
  const brain = await world.keep(aBot())
  const bot = await world.bot('ladder', {
    connectorUrl: brain.url,
    handoffs: {
      alerts: [{ afterSeconds: 0 }, { afterSeconds: secondSeconds, priority: 'urgent' }],
      claimWithinSeconds: fallbackSeconds,
      texts: { expired: { en: EXPIRED } },
      queues: {},
    },
  })
  const number = ++ladders
  const [mail, phone] = [`duty-${number}@example.test`, `+4917012345${String(number).padStart(2, '0')}`]
  const { subscribe } = adminOf(world, bot)
  await subscribe({ protocol: 'email', endpoint: mail }, { step: ['1'] })
  await confirm(world, mail)
  await subscribe({ protocol: 'sms', endpoint: phone }, { step: ['2'] })
  const { status, body: user } = await call<Ladder['user']>(`${bot.url}/users/token`, { method: 'POST', json: {} })
  expect(status).toBe(200)
  return { bot, brain, mail, phone, user }
}

const asksForPerson = async ({ bot, user: { userId, token } }: Ladder) =>
  await call(`${bot.url}/mod/hitl/channel/web/user/${userId}/pause`, { method: 'POST', token })

/** The alerts about the user's conversation among `letters`, by address. */
function alertsAmong(letters: readonly Letter[], { user, mail, phone }: Ladder) {
  const about = letters.filter(({ body }) => body.includes(user.session))
  return { mails: about.filter(({ to }) => to === mail), texts: about.filter(({ to }) => to === phone) }
}

const alertsOf = async ({ dev }: RunningWorld, ladder: Ladder) =>
  alertsAmong((await call<Letter[]>(`${dev.url}/_outbox.json`)).body, ladder)

/** The alerts in the outbox's file, which is there while no server runs. */
function alertsOnDisk(data: string, ladder: Ladder) {
  const lines = readFileSync(join(data, 'outbox.jsonl'), 'utf8').split('\n')
  return alertsAmong(
    lines.filter(line => line.endsWith('}')).map(line => JSON.parse(line) as Letter),
    ladder,
  )
}

/** Waits until the outbox's file has an alert of a kind. Looks all the time, so that a kill can follow at once. */
async function isOut({ interlude: { data } }: RunningWorld, ladder: Ladder, kind: 'mails' | 'texts'): Promise<void> {
  const deadline = Date.now() + 15_000
  while (alertsOnDisk(data, ladder)[kind].length === 0) {
    if (Date.now() >= deadline) throw new Error(`never came: ${kind}`)
    await nextTurn()
  }
}

/** Kills the server and starts it again. Returns what it left behind, and a time at which it did not run. */
async function killAndStart(world: RunningWorld, ladder: Ladder): Promise<LeftBehind> {
  const { data } = world.interlude
  let left = { goneAt: '', mails: 0 }
  await world.goAway(async () => {
    left = { goneAt: new Date().toISOString(), mails: alertsOnDisk(data, ladder).mails.length }
  })
  const pausedAt = timeOf(await logOf(ladder), 'paused')
  return { ...left, isInTime: Date.now() < pausedAt + BACK_WITHIN_MS }
}

const logOf = async ({ bot, user }: Ladder) => await bot.transcript(user.session)
const stepsIn = (log: readonly Entry[]) => log.flatMap(entry => (entry.kind === 'alerted' ? [entry.count] : []))
/** The time of the first entry of a kind. */
const timeOf = (log: readonly Entry[], kind: Entry['kind']) =>
  Date.parse(log.find(entry => entry.kind === kind)?.at ?? '')
const recorded = (ladder: Ladder, step: number) =>
  eventually(`the record of step ${step}`, async () => stepsIn(await logOf(ladder)).includes(step))

const handbacksTo = ({ brain }: Ladder) =>
  (brain as TestServer<Handback | { type: 'message' }>).calls.flatMap(({ body }) =>
    body.type === 'handback' ? [body] : [],
  )

/** Waits until the bot is told that it has the conversation again, and checks that everybody was told of that once. */
async function fallsBackOnce(ladder: Ladder): Promise<Entry[]> {
  const { bot, brain, user } = ladder
  await eventually('the handback', () => handbacksTo(ladder).length > 0, { withinMs: 40_000 })
  const web = `${bot.url}/channel/web/user/${user.userId}/messages`
  const next = await call<InboundAnswer>(web, { method: 'POST', token: user.token, json: { text: 'anybody?' } })
  expect(next.body).toMatchObject({ paused: false, replies: [{ text: 'bot: anybody?' }] })
  expect(handbacksTo(ladder)).toMatchObject([{ outcome: 'expired', session: { id: user.session } }])
  expect(brain.calls).toHaveLength(2)

  const read = await call<LogPage>(web, { token: user.token })
  expect(messagesOf(read.body.entries).map(({ by, text }) => `${by.type}: ${text}`)).toEqual([
    `system: ${EXPIRED}`,
    'user: anybody?',
    'bot: bot: anybody?',
  ])
  const log = await logOf(ladder)
  expect(log.filter(({ kind }) => kind === 'paused' || kind === 'resumed')).toMatchObject([
    { kind: 'paused' },
    { kind: 'resumed', by: { type: 'system' }, outcome: 'expired' },
  ])
  return log
}

describe.each(ENGINES)('alerts by steps over %s', engine => {
  const world = runningWorld(engine, { alertCheckMs: ALERT_CHECK_MS })

  it('send an e-mail, then a text message, and then give the conversation back, each once', async () => {
    const ladder = await aLadder(world)
    expect((await asksForPerson(ladder)).status).toBe(200)
    await recorded(ladder, 1)
    const { mails, texts } = await alertsOf(world, ladder)
    expect(texts).toEqual([])
    expect(mails).toMatchObject([
      {
        protocol: 'email',
        subject: `${ladder.bot.botId}: somebody waits for a person (user)`,
        attributes: { event: 'handoff.requested', step: '1', priority: 'normal' },
      },
    ])
    expect(mails[0]?.body).toMatch(/^Somebody waits for a person\.\n\nBot: /)

    const log = await fallsBackOnce(ladder)
    expect(stepsIn(log)).toEqual([1, 2])
    const after = await alertsOf(world, ladder)
    expect(after.mails).toEqual(mails)
    expect(after.texts).toMatchObject([
      { protocol: 'sms', attributes: { event: 'handoff.reminder', step: '2', priority: 'urgent' } },
    ])
    const link = `${world.dev.url}/console?bot=${ladder.bot.botId}&conversation=${ladder.user.session}`
    expect(after.texts[0]?.body).toBe(`${ladder.bot.botId}: somebody still waits for a person (user).\n${link}`)
    const second = log.filter(({ kind }) => kind === 'alerted').slice(1)
    expect(timeOf(second, 'alerted') - timeOf(log, 'paused')).toBeGreaterThanOrEqual(TIMES.secondSeconds * 1000)
  })

  it('repeat the first one after a kill before its record, and only then', async () => {
    await untilProven(async ladder => {
      // The kill may come before the answer.
      asksForPerson(ladder).catch(() => {})
      await isOut(world, ladder, 'mails')
      const left = await killAndStart(world, ladder)
      expect(left.mails).toBe(1)
      return left.isInTime && !(await endsAsAfterKill(ladder, left)).wasRecorded
    })
  })

  it('are not lost by a kill that follows the request', async () => {
    await untilProven(async ladder => {
      expect((await asksForPerson(ladder)).status).toBe(200)
      const left = await killAndStart(world, ladder)
      if (left.isInTime) await endsAsAfterKill(ladder, left)
      return left.isInTime
    })
  })

  it.each([
    {
      when: 'between the first step and the second',
      until: (ladder: Ladder) => recorded(ladder, 1),
      mayBeLate: false,
      known: [1, 2],
    },
    {
      when: 'as soon as the text message is out',
      until: (ladder: Ladder) => isOut(world, ladder, 'texts'),
      // All steps are out, so the server may come back at any time.
      mayBeLate: true,
      // The second step is counted. If the kill prevents its record, it is not sent again.
      known: [1],
    },
    {
      when: 'between the second step and the fallback',
      until: (ladder: Ladder) => recorded(ladder, 2),
      mayBeLate: true,
      known: [1, 2],
    },
  ])('are sent once each if the server is killed $when', async ({ until, mayBeLate, known }) => {
    await untilProven(async ladder => {
      expect((await asksForPerson(ladder)).status).toBe(200)
      await until(ladder)
      expect(handbacksTo(ladder)).toEqual([])
      const { isInTime } = await killAndStart(world, ladder)
      if (!isInTime && !mayBeLate) return false
      const steps = stepsIn(await fallsBackOnce(ladder))
      expect(steps.filter(step => known.includes(step))).toEqual(known)
      expect(steps).toEqual([...new Set(steps)])
      const { mails, texts } = await alertsOf(world, ladder)
      expect([mails.length, texts.length]).toEqual([1, 1])
      return true
    })
  })

  /**
   * Plays a story of a killed server with new users until it says that it proved its point. A busy machine may miss a
   * moment, or start the server after the fallback's time.
   */
  async function untilProven(story: (ladder: Ladder) => Promise<boolean>): Promise<void> {
    for (let kills = 0; kills < MAX_KILLS; kills++) {
      if (await story(await aLadder(world, TIMES_OF_KILLS))) return
    }
    expect.unreachable(`none of ${MAX_KILLS} kills came at the right time`)
  }

  /** Checks the end after a kill around the first step. Returns whether that step was recorded before the kill. */
  async function endsAsAfterKill(ladder: Ladder, left: LeftBehind): Promise<{ wasRecorded: boolean }> {
    const log = await fallsBackOnce(ladder)
    expect(stepsIn(log)).toEqual([1, 2])
    const wasRecorded = log.some(entry => entry.kind === 'alerted' && entry.count === 1 && entry.at <= left.goneAt)
    const { mails, texts } = await alertsOf(world, ladder)
    expect([mails.length, texts.length]).toEqual([wasRecorded ? 1 : left.mails + 1, 1])
    return { wasRecorded }
  }

  it('stop at the link in the e-mail: opening it changes nothing, its button acknowledges', async () => {
    const ladder = await aLadder(world)
    await asksForPerson(ladder)
    await recorded(ladder, 1)
    const [mail] = (await alertsOf(world, ladder)).mails
    const link = /Confirm that somebody knows, without taking over: (http\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
    const before = await logOf(ladder)
    const page = await call<string>(link)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<form method="post"><button>I know, stop the alerts</button></form>')
    expect(await logOf(ladder)).toEqual(before)
    const confirmed = await call<string>(link, { method: 'POST' })
    expect([confirmed.status, confirmed.body]).toEqual([200, expect.stringContaining('<h1>Confirmed</h1>')])

    await fallsBackAfterOneStep(ladder, { type: 'system' })
  })

  it('stop at an acknowledgement by REST', async () => {
    const ladder = await aLadder(world)
    await asksForPerson(ladder)
    await recorded(ladder, 1)
    const token = await world.agentToken(ladder.bot.botId, 'Ana')
    expect((await ladder.bot.post(`conversations/${ladder.user.session}/acknowledge`, {}, token)).status).toBe(200)
    await fallsBackAfterOneStep(ladder, { type: 'agent', id: 'ana' })
  })

  /** Checks that nothing follows the acknowledged first alert but the fallback, at its time. */
  async function fallsBackAfterOneStep(ladder: Ladder, by: object): Promise<void> {
    const log = await fallsBackOnce(ladder)
    expect(log.filter(({ kind }) => kind === 'alerted' || kind === 'acknowledged')).toMatchObject([
      { kind: 'alerted', count: 1 },
      { kind: 'acknowledged', by },
    ])
    expect(timeOf(log, 'resumed') - timeOf(log, 'paused')).toBeGreaterThanOrEqual(TIMES.fallbackSeconds * 1000)
    const { mails, texts } = await alertsOf(world, ladder)
    expect([mails.length, texts.length]).toEqual([1, 0])
  }

  it('stop at a claim, and the agent keeps the conversation past the time of the fallback', async () => {
    const [claimed, waits] = [await aLadder(world), await aLadder(world)]
    await asksForPerson(claimed)
    await recorded(claimed, 1)
    const token = await world.agentToken(claimed.bot.botId, 'Ana')
    expect((await claimed.bot.post(`conversations/${claimed.user.session}/claim`, {}, token)).status).toBe(200)
    // Another bot's conversation, which began to wait later, shows that the time of the fallback has passed.
    await asksForPerson(waits)
    await fallsBackOnce(waits)
    expect(await alertsOf(world, waits)).toMatchObject({ mails: [{}], texts: [{}] })

    const { mails, texts } = await alertsOf(world, claimed)
    expect([mails.length, texts.length]).toEqual([1, 0])
    expect((await logOf(claimed)).map(({ kind }) => kind)).toEqual(['paused', 'alerted', 'assigned'])
    expect(handbacksTo(claimed)).toEqual([])
  })
})
