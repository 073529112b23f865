import { expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import type { BotCheck } from '../../lib/protocol/bot-check.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, webhookChannel } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { consoleRoutes } from './routes.ts'

const { url, secret } = webhookChannel
const connector = { type: 'http', url, secret, timeoutMs: 5_000 } as const

async function given(settings: object) {
  const { app } = await appWorld(settings)
  const api = httpApi(app, consoleRoutes)
  const check = async (token = agentToken('root', ['admin'])) => {
    const answer = await api(httpEvent(routes.checkBot, { botId: 'shop' }, { token }), lambdaContext)
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as BotCheck }
  }
  return { app, check }
}

it.each([
  [{ status: 'ok', body: { replies: [{ type: 'text', text: 'Hi' }] } }, { outcome: 'answered' }],
  [{ status: 'ok', body: undefined }, { outcome: 'acknowledged' }],
  [{ status: 'ok', body: { replies: [{ type: 'hologram' }] } }, { outcome: 'unreadable' }],
  [
    { status: 'missing', reason: 'answered 404' },
    { outcome: 'missing', reason: 'answered 404' },
  ],
  [
    { status: 'refused', reason: 'answered 401' },
    { outcome: 'rejected', reason: 'answered 401' },
  ],
  [
    { status: 'retry', reason: 'answered 503' },
    { outcome: 'failed', reason: 'answered 503' },
  ],
] as const)('says how a bot answers a trial message: %j', async (result, found) => {
  const { app, check } = await given({ mode: 'ask', connector })
  app.answer = () => result
  expect((await check()).body).toEqual({ connector: expect.objectContaining(found) })
  expect(app.posted).toEqual([
    {
      url,
      id: expect.stringMatching(/^check:/),
      body: expect.objectContaining({ type: 'message', trial: true, seq: 1 }),
    },
  ])
})

it('says that a bot is late after the longest time limit, whichever one is configured', async () => {
  const { app, check } = await given({ mode: 'ask', connector })
  app.answer = () => {
    app.clock.advance(25_000)
    return { status: 'retry', reason: 'no answer within 25000 ms' }
  }
  expect((await check()).body.connector).toMatchObject({ outcome: 'late', tookMs: 25_000 })
})

it('calls the endpoint of events without an event, and no URL that is not allowed', async () => {
  const { app, check } = await given({ mode: 'gate', connector: undefined, events: { url, secret } })
  expect((await check()).body).toMatchObject({ events: { outcome: 'answered' } })
  expect(app.posted.map(({ body }) => body)).toEqual([{ type: 'check' }])
  app.webhooks.refusal = () => 'only https is allowed'
  expect((await check()).body).toEqual({
    events: { outcome: 'forbidden', reason: 'only https is allowed', tookMs: 0 },
  })
  expect(app.posted).toHaveLength(1)
})

it('calls nothing for a bot without a server, and is for admins only', async () => {
  const { app, check } = await given({ mode: 'gate', connector: undefined })
  expect(await check()).toEqual({ status: 200, body: {} })
  expect((await check(agentToken('ana', ['shop:agent']))).status).toBe(403)
  expect(app.posted).toEqual([])
})
