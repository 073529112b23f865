import { describe, expect, it } from 'vitest'
import { hitlRoutes } from '../functions/pause/hitl.ts'
import { agentToken } from '../test/support/app.ts'
import { type AppWorld, appWorld } from '../test/support/app-world.ts'
import { minutes, seconds } from '../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../test/support/events.ts'
import { maria } from '../test/support/people.ts'
import { answerTo, connected, userToken } from '../test/support/sockets.ts'
import { makeKey } from './auth/keys.ts'
import { signUserToken } from './auth/users.ts'
import { httpApi } from './http/api.ts'
import { routes } from './protocol/routes.ts'
import type { Address } from './session/session.ts'
import { randomIds } from './system.ts'

const visitor = (n = 1): Address => ({ botId: 'shop', channel: 'web', userId: `visitor-${n}` })

async function tokenOf(world: AppWorld, { botId, userId }: Address): Promise<string> {
  const bot = await world.app.directory.bot(botId)
  return (await signUserToken(bot, { botId, userId, anonymous: true }, world.app.clock.now())).token
}

function over(world: AppWorld) {
  const api = httpApi(world.app, hitlRoutes)
  const ask = (name: 'hitlUserPause' | 'hitlUserUnpause') => async (who: Address, token: string) => {
    const params = { botId: who.botId, channel: who.channel, userId: who.userId }
    const { statusCode, headers, body = '' } = await api(httpEvent(routes[name], params, { token }), lambdaContext)
    return { status: statusCode, retryAfter: headers?.['retry-after'], body: String(body) }
  }
  return { pause: ask('hitlUserPause'), unpause: ask('hitlUserUnpause') }
}

/** Pauses and unpauses until a pause is refused; returns how many pauses were taken. */
async function untilRefused(world: AppWorld, who: Address, token: string) {
  const { pause, unpause } = over(world)
  for (let taken = 0; taken < 1_000; taken++) {
    const answer = await pause(who, token)
    if (answer.status !== 200) return { taken, answer }
    await unpause(who, token)
  }
  throw new Error('never refused')
}

describe('anonymous users who ask for a person', () => {
  it('may pause five times at once, then once a minute', async () => {
    const world = await appWorld({ mode: 'gate' })
    const token = await tokenOf(world, visitor())
    const { taken, answer } = await untilRefused(world, visitor(), token)

    expect(taken).toBe(5)
    expect(answer).toMatchObject({ status: 429, retryAfter: '60' })
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'pause.too_often', status: 429 })
    expect((await world.load(visitor())).session.control.holder).toBe('bot')
    world.app.clock.advance(seconds(59))
    expect((await over(world).pause(visitor(), token)).status).toBe(429)
    world.app.clock.advance(seconds(1))
    expect((await untilRefused(world, visitor(), token)).taken).toBe(1)
  })

  it('may pause 120 conversations of one bot at once, then two a second', async () => {
    const world = await appWorld({ mode: 'gate' })
    const statuses: (number | undefined)[] = []
    for (let n = 0; n < 125; n++) {
      const { status } = await over(world).pause(visitor(n), await tokenOf(world, visitor(n)))
      statuses.push(status)
    }
    expect(statuses.filter(status => status === 200)).toHaveLength(120)
    expect(statuses.slice(120)).toEqual([429, 429, 429, 429, 429])
    world.app.clock.advance(500)
    expect((await over(world).pause(visitor(500), await tokenOf(world, visitor(500)))).status).toBe(200)
    expect((await over(world).pause(visitor(501), await tokenOf(world, visitor(501)))).retryAfter).toBe('1')
  })

  it('use up none of their pauses while people hold the conversation', async () => {
    const world = await appWorld({ mode: 'gate' })
    const token = await tokenOf(world, visitor())
    for (let times = 0; times < 50; times++) {
      expect((await over(world).pause(visitor(), token)).status).toBe(200)
    }
    await over(world).unpause(visitor(), token)
    expect((await untilRefused(world, visitor(), token)).taken).toBe(4)
  })

  it('share their pace between HTTP and the socket', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(visitor(), 'hello')
    const token = await tokenOf(world, visitor())
    expect((await untilRefused(world, visitor(), token)).taken).toBe(5)
    const { session } = await world.load(visitor())
    const widget = await connected(world, 'widget', token)

    const frame = { type: 'pause', id: 'p1', session: session.id } as const
    expect(await answerTo(widget, frame)).toMatchObject({
      type: 'error',
      code: 'pause.too_often',
      retryAfterSeconds: 60,
    })
    world.app.clock.advance(minutes(1))
    expect(await answerTo(widget, frame)).toMatchObject({ type: 'ok', result: { isPaused: true } })
  })
})

describe('identified users, agents and bots', () => {
  it('may pause 150 times in a row', async () => {
    const world = await appWorld({ mode: 'gate' })
    const { key, stored } = makeKey(randomIds, '2026-01-05T09:00:00.000Z')
    await world.store.putKey('shop', stored)
    const { pause, unpause } = over(world)
    for (const token of [await userToken(world, maria), agentToken('ana', ['shop:agent']), key]) {
      for (let times = 0; times < 150; times++) {
        expect((await pause(maria, token)).status).toBe(200)
        expect((await unpause(maria, token)).status).toBe(200)
      }
    }
  })
})
