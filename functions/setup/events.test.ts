import { beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { CallResult } from '../../lib/ports/outside.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { agentPauses, agentResumes, agentSays, userRates } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { addresses, ana, jonas, maria } from '../../test/support/people.ts'
import { runClock } from '../clock/clock.ts'
import { setupRoutes } from './routes.ts'

const admin = agentToken('root', ['admin'])
const URL = 'https://events.example.test/'
const FINE: CallResult = { status: 'ok', body: undefined }

interface Answer {
  readonly status: number
  readonly code?: string
  readonly errors?: readonly { readonly path: string }[]
  readonly sent?: number
  readonly failed?: { readonly id: string; readonly reason: string }
  readonly next?: string
  readonly items?: readonly { readonly event: { readonly id: string }; readonly reason: string }[]
}

let world: AppWorld
let answers: (id: string) => CallResult
/** The time when all tests' bots got their endpoint. */
let start: number
beforeEach(async () => {
  world = await appWorld({ mode: 'gate', events: { url: URL, secret: 'whsec_' } })
  start = world.app.clock.now()
  answers = () => FINE
  world.app.answer = post => (post.url === URL ? answers(post.id) : FINE)
})

async function ask(
  name: 'deadEvents' | 'replayEvents',
  { botId = 'shop', token = admin, ...more }: { botId?: string; token?: string; body?: unknown; query?: object } = {},
): Promise<Answer> {
  const { body, query } = more as { body?: unknown; query?: Record<string, string> }
  const event = httpEvent(routes[name], { botId }, { token, body, ...(query && { query }) })
  const answer = await httpApi(world.app, setupRoutes)(event, lambdaContext)
  return { status: answer.statusCode ?? 0, ...(JSON.parse(answer.body ?? '{}') as object) }
}

const iso = (at: number) => new Date(at).toISOString()
const letsPass = (count: number) => world.app.clock.advance(minutes(count))
/** The ids that reached the endpoint since the last call. */
const arrived = () => world.app.posted.splice(0).flatMap(post => (post.url === URL ? [post.id] : []))
const replay = (from: number, more: object = {}) => ask('replayEvents', { body: { from: iso(from), ...more } })

/** All pages of a replay. */
async function wholeReplay(from: number, more: object = {}): Promise<Answer[]> {
  const pages: Answer[] = []
  for (let cursor: string | undefined; pages.length < 100; ) {
    const page = await replay(from, { ...more, ...(cursor !== undefined && { cursor }) })
    pages.push(page)
    cursor = page.next
    if (cursor === undefined) return pages
  }
  throw new Error('the replay does not end')
}

/** An episode of five minutes: paused, a message, resumed. */
async function anEpisode(who = maria): Promise<void> {
  await execute(world.app, who, agentPauses())
  letsPass(2)
  await execute(world.app, who, agentSays('hello'))
  letsPass(3)
  await execute(world.app, who, agentResumes())
}

const idsOf = (who: typeof maria, ...seqs: readonly number[]) => seqs.map(seq => `${sessionId(who)}:${seq}`)

describe('a replay', () => {
  it('sends the events of a time again, with the same ids', async () => {
    await anEpisode()
    await world.dispatched()
    const first = arrived()
    expect(first).toEqual(idsOf(maria, 1, 3))
    expect(await replay(start)).toEqual({ status: 200, sent: 2 })
    expect(arrived()).toEqual(first)
  })

  it('sends nothing from before and after the time', async () => {
    for (let times = 0; times < 3; times++) {
      await anEpisode()
      await anEpisode(jonas)
    }
    arrived()
    const [from, to] = [start + minutes(5), start + minutes(22)]
    expect(await wholeReplay(from, { to: iso(to) })).toEqual([{ status: 200, sent: 8 }])
    const expected = [idsOf(maria, 3), idsOf(jonas, 1, 3), idsOf(maria, 4, 6), idsOf(jonas, 4, 6), idsOf(maria, 7)]
    expect(arrived()).toEqual(expected.flat())
  })

  it('finds the events of an episode that began days before', async () => {
    await execute(world.app, maria, agentPauses())
    for (let hours = 0; hours < 24 * 6; hours++) {
      letsPass(59)
      await execute(world.app, maria, agentSays('one moment'))
    }
    const from = world.app.clock.now() + 1
    letsPass(1)
    await execute(world.app, maria, agentResumes())
    expect(await wholeReplay(from)).toMatchObject([{ sent: 1 }])
    expect(arrived()).toEqual(idsOf(maria, 146))
  })

  it('finds the end of a snooze that began weeks before', async () => {
    await execute(world.app, maria, agentPauses())
    const until = world.app.clock.now() + minutes(25 * 24 * 60)
    await execute(world.app, maria, { verb: 'snooze', by: ana, until })
    world.app.clock.advance(minutes(25 * 24 * 60))
    const from = world.app.clock.now()
    await execute(world.app, maria, { verb: 'tick' })
    expect(await wholeReplay(from)).toMatchObject([{ sent: 1 }])
    expect(arrived()).toEqual(idsOf(maria, 3))
  })

  it('finds a rating days after the episode', async () => {
    const { config, ...stored } = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, {
      ...stored,
      config: { ...config, version: 2, handoffs: { queues: {}, rating: true } },
    })
    world.app.clock.advance(minutes(1))
    await execute(world.app, maria, agentPauses())
    await execute(world.app, maria, agentResumes())
    world.app.clock.advance(minutes(3 * 24 * 60))
    const from = world.app.clock.now()
    await execute(world.app, maria, userRates(5))
    expect(await wholeReplay(from)).toMatchObject([{ sent: 1 }])
    expect(arrived()).toEqual(idsOf(maria, 3))
  })

  it('finds a message that became undeliverable after its episode', async () => {
    const sms = { type: 'webhook', url: 'https://sms.example.test/', secret: 'whsec_', replies: 'answer' } as const
    const { config } = (await world.store.bot('shop'))!
    await putBot(world.app, 'bank', { ...config, version: 1, channels: { web: sms } })
    const who = { ...maria, botId: 'bank' }
    world.app.answer = ({ url }) => (url === sms.url ? { status: 'retry', reason: 'down' } : FINE)
    await execute(world.app, who, agentPauses({ delivery: 'people' }))
    await execute(world.app, who, agentSays('hello'))
    await execute(world.app, who, agentResumes())
    await world.dispatched()
    world.app.answer = ({ url }) => (url === sms.url ? { status: 'refused', reason: 'no' } : FINE)
    letsPass(60)
    const from = world.app.clock.now()
    await runClock(world.app, world.app.clock.now() + minutes(1))
    expect((await world.log(who)).at(-1)?.kind).toBe('undeliverable')
    arrived()
    expect(await ask('replayEvents', { botId: 'bank', body: { from: iso(from) } })).toMatchObject({ sent: 1 })
    expect(arrived()).toEqual(idsOf(who, 4))
  })

  it('takes many pages for many events, and sends each once', async () => {
    const people = addresses(130)
    for (const who of people) {
      await execute(world.app, who, agentPauses())
      await execute(world.app, who, agentResumes())
    }
    letsPass(1)
    const pages = await wholeReplay(start)
    expect(pages.map(({ sent }) => sent)).toEqual([100, 100, 60])
    const ids = arrived()
    expect(ids).toHaveLength(260)
    expect(new Set(ids)).toEqual(new Set(people.flatMap(who => idsOf(who, 1, 2))))
  })

  it('goes on in the middle of a long conversation, and ends at the time of its first page', async () => {
    await execute(world.app, maria, agentPauses())
    for (let count = 0; count < 250; count++) await execute(world.app, maria, agentSays('word'))
    await execute(world.app, maria, agentResumes())
    answers = () => {
      letsPass(1)
      return FINE
    }
    const first = await replay(start)
    expect(first).toMatchObject({ sent: 1, next: expect.any(String) })
    await anEpisode()
    answers = () => FINE
    expect(await replay(start, { cursor: first.next })).toEqual({ status: 200, sent: 1 })
    expect(arrived()).toEqual(idsOf(maria, 1, 252))
  })

  it('ends a page at an event that fails, which becomes a dead letter until it is taken', async () => {
    await anEpisode()
    await anEpisode(jonas)
    arrived()
    const [bad] = idsOf(jonas, 1)
    answers = id => (id === bad ? { status: 'refused', reason: 'answered 400' } : FINE)
    const first = await replay(start)
    expect(first).toEqual({
      status: 200,
      sent: 2,
      failed: { id: bad, reason: 'answered 400' },
      next: expect.any(String),
    })
    expect(await replay(start, { cursor: first.next })).toEqual({ status: 200, sent: 1 })
    const dead = await ask('deadEvents')
    expect(dead.items).toMatchObject([{ event: { id: bad, type: 'conversation.paused' }, reason: 'answered 400' }])

    answers = () => FINE
    expect(await wholeReplay(start)).toMatchObject([{ sent: 4 }])
    expect((await ask('deadEvents')).items).toEqual([])
  })

  it('needs an endpoint', async () => {
    await putBot(world.app, 'bank', { mode: 'gate' })
    expect(await ask('replayEvents', { botId: 'bank', body: { from: iso(start) } })).toMatchObject({
      status: 409,
      code: 'events.no_endpoint',
    })
  })

  it.each([
    [{}, 'from'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2026-01-05T09:00:00Z', to: '2026-01-04T09:00:00Z' }, 'to'],
    [{ from: '2026-01-05T09:00:00Z', cursor: 'x' }, 'cursor'],
    [{ from: '2026-01-05T09:00:00Z', cursor: Buffer.from('[1,null,-1,0]').toString('base64url') }, 'cursor'],
    [{ from: '2026-01-05T09:00:00Z', since: 1 }, 'since'],
  ])('refuses %j, and names the field', async (body, path) => {
    expect(await ask('replayEvents', { body })).toMatchObject({ status: 400, errors: [{ path }] })
  })
})

describe('the dead letters', () => {
  it('are listed page by page, newest first', async () => {
    for (const who of [maria, jonas]) await execute(world.app, who, agentPauses({ by: ana }))
    answers = () => ({ status: 'retry', reason: 'answered 503' })
    const first = await replay(start)
    await replay(start, { cursor: first.next })
    const page = await ask('deadEvents', { query: { limit: '1' } })
    const rest = await ask('deadEvents', { query: { limit: '1', cursor: page.next ?? '' } })
    expect(new Set([page, rest].flatMap(({ items }) => items?.map(({ event }) => event.id)))).toEqual(
      new Set([...idsOf(maria, 1), ...idsOf(jonas, 1)]),
    )
    expect(rest.next).toBeUndefined()
  })

  it('refuse a wrong cursor and an unknown bot', async () => {
    expect(await ask('deadEvents', { query: { cursor: 'x' } })).toMatchObject({
      status: 400,
      errors: [{ path: 'cursor' }],
    })
    expect(await ask('deadEvents', { botId: 'nobody' })).toMatchObject({ status: 404, code: 'bot.not_found' })
  })
})

it.each(['deadEvents', 'replayEvents'] as const)('%s is for admins', async name => {
  for (const roles of [['shop:agent'], ['shop:supervisor']]) {
    const token = agentToken('ana', roles)
    const answer = await ask(name, { token, ...(name === 'replayEvents' && { body: { from: iso(start) } }) })
    expect(answer).toMatchObject({ status: 403, code: 'auth.forbidden' })
  }
})
