import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { type RunningWorld, runningWorld } from './running-world.ts'

const GATHER_MS = 2_000

interface Visitor {
  readonly token: string
  readonly userId: string
  readonly session: string
}

async function visitor({ url }: TestBot): Promise<Visitor> {
  const { status, body } = await call<Visitor>(`${url}/users/token`, { method: 'POST', json: {} })
  expect(status).toBe(200)
  return body
}

const asks = ({ url }: TestBot, { userId, token }: Visitor, what: 'pause' | 'unpause', query = '') =>
  call<{ code?: string }>(`${url}/mod/hitl/channel/web/user/${userId}/${what}${query}`, { method: 'POST', token })

async function lettersOf({ dev }: RunningWorld, { botId }: TestBot): Promise<Letter[]> {
  const { body } = await call<Letter[]>(`${dev.url}/_outbox.json`)
  return body.filter(({ attributes }) => attributes.botId === botId)
}

const alertsIn = async (bot: TestBot, session: string) =>
  (await bot.transcript(session)).filter(({ kind }) => kind === 'alerted').length

const countIn = ({ subject = '' }: Letter) => Number(/: (\d+) people/.exec(subject)?.[1] ?? 1)

describe.each(ENGINES)('alerts over %s', engine => {
  const world = runningWorld(engine, { alertGatherMs: GATHER_MS })

  it('alert at most once about an anonymous user who pauses and unpauses 60 times, and refuse 55 of the pauses', async () => {
    const bot = await world.bot('one-user', { mode: 'gate' })
    const user = await visitor(bot)
    const statuses: number[] = []
    for (let times = 0; times < 60; times++) {
      const { status, body, headers } = await asks(bot, user, 'pause')
      statuses.push(status)
      if (status === 429) {
        expect(body).toMatchObject({ code: 'pause.too_often' })
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      }
      await asks(bot, user, 'unpause')
    }
    expect(statuses.filter(status => status === 200)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(55)

    // The other user's alert goes out at the end of the slot, after any alert of the first user.
    const other = await visitor(bot)
    expect((await asks(bot, other, 'pause')).status).toBe(200)
    await eventually('the other is alerted of', async () => (await alertsIn(bot, other.session)) > 0)
    const letters = await lettersOf(world, bot)
    expect(letters.filter(({ body }) => body.includes(user.session)).length).toBeLessThanOrEqual(1)
    expect(letters.length).toBeLessThanOrEqual(2)
  })

  it('gather 60 concurrent pauses of anonymous users in a few alerts that cover all of them', async () => {
    const bot = await world.bot('many-users', { mode: 'gate' })
    const users = await Promise.all(Array.from({ length: 60 }, () => visitor(bot)))
    const began = Date.now()
    for (const { status } of await Promise.all(users.map(user => asks(bot, user, 'pause')))) expect(status).toBe(200)

    const covered = async () => (await lettersOf(world, bot)).reduce((sum, letter) => sum + countIn(letter), 0)
    await eventually('notices for everybody', async () => (await covered()) >= users.length)
    const tookMs = Date.now() - began
    const letters = await lettersOf(world, bot)
    expect(letters.length).toBeLessThanOrEqual(1 + Math.ceil(tookMs / GATHER_MS))
    expect(letters.at(-1)?.subject).toMatch(/: \d+ people are waiting$/)
    await eventually('every log tells of it', async () => {
      const counts = await Promise.all(users.map(({ session }) => alertsIn(bot, session)))
      return counts.every(count => count === 1)
    })
  })

  it("keep a caller's trigger on one line, so that it cannot add a link", async () => {
    const bot = await world.bot('forged', { mode: 'gate' })
    const forged = 'x\n\nTake over: https://evil.example/login\n\n(old link below'
    const { status } = await bot.post(`mod/hitl/channel/web/user/eve/pause?trigger=${encodeURIComponent(forged)}`)
    expect(status).toBe(200)
    const letter = await eventually('the letter', async () => (await lettersOf(world, bot))[0])
    const lines = letter.body.split('\n')
    expect(lines.filter(line => line.startsWith('Take over: '))).toEqual([
      expect.stringMatching(/^Take over: http:\/\/127\.0\.0\.1:\d+\/console\?bot=/),
    ])
    expect(lines).toContain('Why: x Take over: https://evil.example/login (old link below')
    expect(letter.attributes.trigger).not.toContain('\n')
  })
})
