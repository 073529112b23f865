import { beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { episodeId, sessionId } from '../../lib/session/session.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { agentPauses, agentResumes } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { ana, jonas, maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'

const id = sessionId(maria)
const ids = { channel: maria.channel, userId: maria.userId }
const agent = agentToken('ana', ['shop:agent'])

let world: AppWorld
let key: string
let token: string

interface Asked {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly token?: string
  readonly body?: unknown
}

async function asks(route: RouteName, { params = {}, ...more }: Asked = {}) {
  const event = httpEvent(routes[route], { botId: 'shop', ...params }, { token, ...more })
  const { statusCode, body } = await httpApi(world.app, allRoutes)(event, lambdaContext)
  return { status: Number(statusCode), body: JSON.parse(String(body)) }
}

const rates = (body: unknown, more: Asked = {}) => asks('rate', { params: ids, body, ...more })
const kinds = async () => (await world.log(maria)).map(({ kind }) => kind)

async function given(rating = true) {
  const { handoffs } = BotConfig.parse({ mode: 'gate', handoffs: { rating } })
  world = await appWorld({ mode: 'gate', ...(handoffs && { handoffs }) })
  key = await botKey(world)
  token = await userToken(world, maria)
  await execute(world.app, maria, agentPauses({ by: ana }))
  await execute(world.app, maria, agentResumes({ by: ana }))
}

beforeEach(async () => given())

describe('a rating', () => {
  it('of a user is in the log of agents and in the list of episodes', async () => {
    const { status, body } = await rates({ id: 'r1', stars: 4, comment: 'That was quick.' })
    const rating = { stars: 4, comment: 'That was quick.', at: expect.any(String) }
    const answer = { session: id, seq: 3, episodeId: episodeId({ id }, 1), rating, duplicate: false }
    expect({ status, body }).toEqual({ status: 200, body: answer })

    expect((await world.log(maria)).at(-1)).toMatchObject({
      kind: 'rated',
      by: { type: 'user', id: maria.userId },
      stars: 4,
      comment: 'That was quick.',
      episode: 1,
    })
    for (const [route, params] of [
      ['handoffs', {}],
      ['handoffsOf', { id }],
    ] as const) {
      const { body: page } = await asks(route, { params, token: agent, query: {} })
      expect(page.items).toMatchObject([{ id: answer.episodeId, status: 'ended', rating }])
      expect(page.items[0].rating).not.toHaveProperty('clientId')
    }
  })

  it('is in the log that the user reads, so that no client asks again', async () => {
    await rates({ stars: 4, comment: 'ok' })
    const { body } = await asks('readLog', { params: ids })
    const rated = { kind: 'rated', by: { type: 'user' }, stars: 4, comment: 'ok', episode: 1 }
    expect(body.entries.slice(-2)).toMatchObject([{ kind: 'resumed', rateUntil: expect.any(String) }, rated])
    expect(body.entries.at(-1).by).not.toHaveProperty('id')
  })

  it.each([
    ['rate', () => ({ params: ids })],
    ['rateAddressed', () => ({ query: ids })],
    ['rateSession', () => ({ params: { id } })],
  ] as const)('is passed on by a bot with its key: %s', async (route, where) => {
    const { status } = await asks(route, { ...where(), token: key, body: { stars: 2, episode: 1 } })
    expect(status).toBe(200)
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'rated', by: { type: 'bot' }, stars: 2 })
  })

  it('is taken with the ids of the user in the query', async () => {
    expect(await asks('rateAddressed', { query: ids, body: { stars: 5 } })).toMatchObject({ status: 200 })
  })

  it('is answered as the first if it comes again', async () => {
    const first = await rates({ id: 'r1', stars: 4 })
    for (const body of [{ id: 'r1', stars: 4 }, { stars: 4 }, { id: 'r1', stars: 1 }]) {
      expect(await rates(body)).toEqual({ status: 200, body: { ...first.body, duplicate: true } })
    }
    expect(await kinds()).toEqual(['paused', 'resumed', 'rated'])
  })

  it('is given once', async () => {
    await rates({ stars: 4 })
    expect(await rates({ stars: 5 })).toMatchObject({ status: 409, body: { code: 'rating.given' } })
    const races = await Promise.all([1, 2, 3, 4, 5].map(stars => rates({ stars, episode: 1 })))
    expect(races.map(({ status }) => status)).toEqual([409, 409, 409, 200, 409])
  })

  it('goes through once of several at the same time', async () => {
    const races = await Promise.all([1, 2, 3, 4, 5].map(stars => rates({ stars })))
    expect(races.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await kinds()).filter(kind => kind === 'rated')).toHaveLength(1)
  })

  it('is refused if the operator does not ask for one', async () => {
    await given(false)
    expect(await rates({ stars: 5 })).toMatchObject({ status: 409, body: { code: 'rating.not_open' } })
  })

  it('is refused for a user without a conversation, and creates none', async () => {
    const stranger = await userToken(world, jonas)
    const params = { channel: jonas.channel, userId: jonas.userId }
    const refused = await asks('rate', { params, token: stranger, body: { stars: 5 } })
    expect(refused).toMatchObject({ status: 409, body: { code: 'rating.not_open' } })
    expect(await world.store.load(sessionId(jonas))).toBeUndefined()
  })

  it.each([
    ['no stars', {}, 'stars'],
    ['0 stars', { stars: 0 }, 'stars'],
    ['6 stars', { stars: 6 }, 'stars'],
    ['half a star', { stars: 2.5 }, 'stars'],
    ['words for stars', { stars: 'five' }, 'stars'],
    ['episode 0', { stars: 5, episode: 0 }, 'episode'],
  ])('with %s is refused with 400, which names the field', async (_, body, path) => {
    const refused = await rates(body)
    expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ in: 'body', path }] } })
    expect(await kinds()).not.toContain('rated')
  })

  it('has a comment of at most 1,000 characters: the rest is cut off, and a warning says so', async () => {
    const { body } = await rates({ stars: '3', comment: 'x'.repeat(1_001) })
    expect(body.rating).toMatchObject({ stars: 3, comment: 'x'.repeat(1_000) })
    expect(body.warnings.map(({ path }: { path: string }) => path)).toEqual(['stars', 'comment'])
  })

  it('belongs to the user: neither another one nor an agent gives it', async () => {
    const others = await userToken(world, jonas)
    expect(await rates({ stars: 1 }, { token: others })).toMatchObject({ status: 404 })
    expect(await rates({ stars: 1 }, { token: agent })).toMatchObject({ status: 403 })
    expect(await asks('rateSession', { params: { id }, body: { stars: 1 } })).toMatchObject({ status: 403 })
  })
})

describe('the event of a rating', () => {
  it('has the stars, the comment and the episode', async () => {
    const endpoint = { url: 'https://ops.example.test/events', secret: 'whsec_' }
    world = await appWorld({ mode: 'gate', handoffs: { rating: true, queues: {} }, events: endpoint })
    token = await userToken(world, maria)
    await execute(world.app, maria, agentPauses({ by: ana }))
    await execute(world.app, maria, agentResumes({ by: ana }))
    await rates({ stars: 2, comment: 'slow' })
    await world.dispatched()
    const events = world.app.posted.filter(({ url }) => url === endpoint.url).map(({ body }) => body)
    expect(events.at(-2)).toMatchObject({ type: 'conversation.resumed', data: { rateUntil: expect.any(String) } })
    expect(events.at(-1)).toMatchObject({
      id: `${id}:3`,
      type: 'conversation.rated',
      episodeId: episodeId({ id }, 1),
      data: { seq: 3, by: { type: 'user' }, stars: 2, comment: 'slow' },
    })
  })
})
