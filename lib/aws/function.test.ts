import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { describe, expect, it, vi } from 'vitest'
import { socketApi } from '../../functions/agent-ws/socket.ts'
import { runClock } from '../../functions/clock/clock.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { Canaries, nobody } from '../../test/fuzz/canaries.ts'
import { agentToken, webhookChannel } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent } from '../../test/support/events.ts'
import { maria } from '../../test/support/people.ts'
import { type Line, printedLines } from '../../test/support/printed.ts'
import { socketEvent, userToken } from '../../test/support/sockets.ts'
import { defined } from '../defined.ts'
import { httpApi } from '../http/api.ts'
import { type RouteName, routes } from '../protocol/routes.ts'
import { sessionId } from '../session/session.ts'
import { observed } from './function.ts'
import { powertoolsLog } from './logger.ts'
import { emfMetrics } from './metrics.ts'

const printed = printedLines()
const session = sessionId(maria)
const reader = { name: 'who reads the log', role: 'anyone' } as const

/** A shop that writes the real log at level DEBUG, with a canary in every text and secret. */
async function aShop() {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG')
  const canaries = new Canaries()
  const mark = (what: string) => canaries.make(what, nobody)
  const connector = { type: 'http', url: 'https://bot.example.test/', timeoutMs: 10_000 } as const
  const world = await appWorld({
    connector: { ...connector, secret: `whsec_${mark('the secret of the bot')}` },
    channels: { web: { ...webhookChannel, secret: `whsec_${mark('the secret of the channel')}` } },
  })
  const output = { log: powertoolsLog('shop'), metrics: emfMetrics('Interlude/test', 'shop') }
  Object.assign(world.app, output)
  const tokens = { user: await userToken(world, maria), ana: agentToken('ana', ['shop:agent']) }
  for (const [who, token] of Object.entries(tokens)) canaries.add(token, `the token of ${who}`, nobody)

  let invocations = 0
  const invoked = async <Event, Result>(work: (event: Event, context: Context) => Promise<Result>, event: Event) =>
    await observed(output, work)(event, { awsRequestId: `lambda-${++invocations}` } as Context)
  const withId = <Event extends { requestContext: object }>(event: Event) => ({
    ...event,
    requestContext: { ...event.requestContext, requestId: `api-${invocations + 1}` },
  })
  const http = httpApi(world.app, allRoutes)
  const sockets = socketApi(world.app)
  return {
    ...world,
    canaries,
    mark,
    http: async (name: RouteName, params: Record<string, string>, token: string, body?: unknown) =>
      await invoked(
        http,
        withId(httpEvent(routes[name], params, { token, ...defined({ body }) })) as APIGatewayProxyEventV2,
      ),
    socket: async (...args: Parameters<typeof socketEvent>) => await invoked(sockets, withId(socketEvent(...args))),
    /** Runs the effects of the commits so far. */
    follows: async () => await invoked(async () => await world.dispatched(), {}),
    later: async (ms: number) => {
      world.app.clock.advance(ms)
      await invoked(async () => await runClock(world.app, world.app.clock.now() + minutes(1)), {})
    },
    tokens,
  }
}

const about = (message: string) => printed.lines().filter(line => line.message === message)
const idsOf = ({ function_request_id, requestId, session, epoch }: Line) => ({
  function_request_id,
  requestId,
  session,
  epoch,
})

describe('the log of a whole conversation', () => {
  it('names the requests and the conversation, and contains no words, tokens or secrets', async () => {
    const shop = await aShop()
    const { mark, tokens, app } = shop
    const by = { botId: 'shop', id: session }

    // The bot fails: its answer is malformed.
    const words = mark('words of the bot')
    shop.outsideAnswers({
      status: 'ok',
      body: { replies: [{ [words]: words }], [words]: words },
    })
    const says = { type: 'text', text: mark('words of the user') }
    expect((await shop.http('receive', { ...maria }, tokens.user, says)).statusCode).toBe(200)
    // The alert to agents fails.
    app.alertsFail = true
    await shop.follows()
    // Ana watches over a socket that takes no push, takes over and speaks; the channel refuses her message.
    const offered = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${tokens.ana}` }
    await shop.socket('CONNECT', 'c1', { headers: offered, query: { bot: 'shop' } })
    await shop.socket('MESSAGE', 'c1', { body: JSON.stringify({ type: 'watch', id: 'w', session, cursor: 0 }) })
    const { push } = app.sockets
    app.sockets.push = async () => {
      throw new Error('the socket cannot be reached')
    }
    await shop.http('pause', by, tokens.ana, { reason: mark('why Ana pauses') })
    shop.outsideAnswers({ status: 'refused', reason: 'answered 404' })
    await shop.http('say', by, tokens.ana, { type: 'text', text: mark('words of Ana') })
    await shop.http('note', by, tokens.ana, { text: mark('a note of Ana') })
    await shop.follows()
    app.sockets.push = push
    // She gives the conversation back; the bot refuses the handback.
    await shop.http('unpause', by, tokens.ana, { comment: mark('what Ana says of it') })
    await shop.follows()
    // Invalid requests, and a store that fails.
    await shop.http('say', by, tokens.ana, `{"text": "${mark('words that are no JSON')}`)
    await shop.http('say', by, mark('a token that is wrong'), { text: mark('words with a wrong token') })
    const { load } = app.store
    app.store.load = async () => {
      throw new Error('the store broke')
    }
    await shop.http('say', by, tokens.ana, { type: 'text', text: mark('words that are lost') })
    const lost = { type: 'message', id: 'm', session, message: { type: 'text', text: mark('words of a frame') } }
    await shop.socket('MESSAGE', 'c1', { body: JSON.stringify(lost) })
    app.store.load = load

    expect(shop.canaries.leaks(printed.text(), reader)).toEqual([])
    expect(about('bot failed').map(idsOf)).toEqual([
      { function_request_id: 'lambda-1', requestId: 'api-1', session, epoch: 0 },
    ])
    const [alert] = about('alert failed').map(idsOf)
    expect(alert).toEqual({ function_request_id: 'lambda-2', requestId: undefined, session, epoch: 1 })
    expect(about('push failed')[0]).toMatchObject({ requestId: 'api-6', session, epoch: 1, connectionId: 'c1' })
    expect(about('delivery failed')).toMatchObject([{ session, epoch: 1, status: 'refused', reason: 'answered 404' }])
    expect(about('handback failed')).toMatchObject([{ session, epoch: 2 }])
    expect(about('unexpected error').map(idsOf)).toMatchObject([
      { function_request_id: 'lambda-13', requestId: 'api-13', session },
      { function_request_id: 'lambda-14', requestId: 'api-14', session },
    ])
    expect(about('request')).toContainEqual(
      expect.objectContaining({ route: `POST ${routes.receive.path}`, status: 200, ms: expect.any(Number), session }),
    )
    for (const line of printed.lines().filter(({ _aws }) => !_aws)) {
      expect(line).toMatchObject({ service: 'shop', session, function_request_id: expect.stringMatching(/^lambda-/) })
    }
  })

  it('has one line of counts for each invocation that counted something', async () => {
    const shop = await aShop()
    shop.outsideAnswers({ status: 'retry', reason: 'answered 500' })
    await shop.http('receive', { ...maria }, shop.tokens.user, { type: 'text', text: 'hello' })
    await shop.follows()
    await shop.later(shop.app.policy.realertMs)
    await shop.http('conversation', { botId: 'shop', id: session }, shop.tokens.ana)
    const counted = printed.lines().filter(({ _aws }) => _aws)
    expect(counted.map(({ _aws, ...counts }) => counts)).toEqual([
      { service: 'shop', BotFailures: 1 },
      { service: 'shop', HandoffsRequested: 1 },
      { service: 'shop', HandoffsWaiting: 1 },
    ])
  })
})

describe('an invocation of a function', () => {
  it('publishes its counts even if it fails, and leaves none of its ids on the lines of the next', async () => {
    const output = { log: powertoolsLog('clock'), metrics: emfMetrics('Interlude/test', 'clock') }
    const context = (awsRequestId: string) => ({ awsRequestId }) as Context
    const failing = observed(output, async () => {
      output.metrics.count('AlertsFailed')
      throw new Error('out of luck')
    })
    await expect(failing({ requestContext: { requestId: 'api-1' } }, context('lambda-1'))).rejects.toThrow(
      'out of luck',
    )
    await observed(output, async () => output.log.info('hello'))({}, context('lambda-2'))
    expect(printed.lines()).toMatchObject([
      { service: 'clock', AlertsFailed: 1 },
      { message: 'hello', function_request_id: 'lambda-2' },
    ])
    expect(printed.lines()[1]).not.toHaveProperty('requestId')
  })
})
