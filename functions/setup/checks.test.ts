import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { platformCaller } from '../../lib/channels/platform-caller.ts'
import { httpApi } from '../../lib/http/api.ts'
import type { ChannelCheck } from '../../lib/protocol/channel-check.ts'
import { MESSENGER_FIELDS } from '../../lib/protocol/channels.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { aGraph } from '../../local/graph/test-graph.ts'
import { agentToken, webhookChannel } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { aPage } from '../../test/support/stored.ts'
import { setupRoutes } from './routes.ts'

const DAY = minutes(24 * 60)
const admin = agentToken('root', ['admin'])
const OUR_URL = 'https://console.example.test/api/v1/channels/messenger/webhook'

type World = Awaited<ReturnType<typeof given>>
let world: World
beforeEach(async () => {
  world = await given()
})
afterEach(() => world.graph.end())

/** A bot with a page at the double, whose application is entered and whose callback URL is ours, and with a webhook. */
async function given() {
  const graph = await aGraph()
  const { app: own, token, page } = graph
  own.callbackUrl = OUR_URL
  const fb = aPage(page.id, { pageToken: token })
  const { app } = await appWorld({ channels: { fb, sms: webhookChannel } })
  const logged: unknown[] = []
  const note = (...line: unknown[]) => void logged.push(line)
  const log = { debug: note, info: note, warn: note, error: note }
  const outside = {
    settings: { ...app.settings, platformUrls: { messenger: graph.url } },
    platforms: platformCaller,
    log,
  }
  const api = httpApi({ ...app, ...outside }, setupRoutes)
  const ask = async (
    name: 'checkChannel' | 'subscribeChannel',
    { channel = 'fb', token = admin }: { channel?: string; token?: string } = {},
  ) => {
    const answer = await api(httpEvent(routes[name], { botId: 'shop', channel }, { token }), lambdaContext)
    const body = JSON.parse(answer.body ?? 'null') as { code?: string; checks: ChannelCheck[] }
    for (const secret of [graph.token, own.secret])
      expect(`${answer.body}${JSON.stringify(logged)}`).not.toContain(secret)
    return { status: answer.statusCode, ...body }
  }
  let version = 0
  const enters = async (fields: object = {}) => {
    const app = { appId: own.id, appSecret: own.secret, verifyToken: 'verify-me', ...fields }
    const { statusCode } = await api(
      httpEvent(routes.putMessengerApp, {}, { token: admin, body: { ...app, version: version++ } }),
      lambdaContext,
    )
    expect(statusCode).toBe(200)
  }
  const findings = async (name: 'checkChannel' | 'subscribeChannel' = 'checkChannel', channel = 'fb') => {
    const { checks } = await ask(name, { channel })
    return Object.fromEntries(checks.map(({ name, status, finding }) => [name, `${status}: ${finding}`]))
  }
  const words = async (name: ChannelCheck['name']) =>
    (await ask('checkChannel')).checks.find(each => each.name === name)?.detail
  const metaToken = graph.world.tokens.get(token)!
  await enters()
  return { graph, app, own, page, metaToken, ask, enters, findings, words, logged }
}

const FINE = {
  app: 'ok: app.ok',
  webhook: 'ok: webhook.ok',
  token: 'ok: token.ok',
  expiry: 'ok: expiry.never',
  scopes: 'ok: scopes.ok',
  subscription: 'ok: subscription.ok',
}
const LATER = 'unknown: later'

describe('a check of a page', () => {
  it('finds nothing wrong with a channel that is set up', async () => {
    expect(await world.findings()).toEqual(FINE)
  })

  it('asks for the app first, if it is not entered', async () => {
    await world.app.store.putPlatformApp('messenger', 1, { version: 2, fields: {} })
    const { app, ...others } = await world.findings()
    expect(app).toBe('wrong: app.none')
    expect(new Set(Object.values(others))).toEqual(new Set([LATER]))
  })

  it.each([{ appSecret: 'another-secret' }, { appId: '1' }])('notices that Meta refuses the app %s', async wrong => {
    await world.enters(wrong)
    const { app, ...others } = await world.findings()
    expect(app).toBe('wrong: app.secret')
    expect(new Set(Object.values(others))).toEqual(new Set([LATER]))
    expect(await world.words('app')).toBe(
      "Meta does not accept the app's id with this secret (error 190). Copy both again from the app's basic settings.",
    )
  })

  it('notices a callback URL that is missing, has another path, or leads to another host', async () => {
    const { own, findings, words } = world
    const at = async (url: string | undefined) => {
      if (url === undefined) delete own.callbackUrl
      else own.callbackUrl = url
      return (await findings()).webhook
    }
    expect(await at(undefined)).toBe('wrong: webhook.none')
    expect(await at('https://console.example.test/webhook')).toBe('wrong: webhook.path')
    expect(await words('webhook')).toContain(`Enter ${OUR_URL}`)
    expect(await at(OUR_URL.replace('console', 'api'))).toBe('unknown: webhook.host')
    expect(await at(`${OUR_URL}?password=hunter2`)).toBe('ok: webhook.ok')
    expect(await words('webhook')).not.toContain('hunter2')
  })

  it.each([
    ['expired', 'token.expired'],
    ['revoked', 'token.invalid'],
  ] as const)('notices a token that is %s', async (state, finding) => {
    world.graph.expire(world.graph.token, state)
    expect(await world.findings()).toEqual({
      ...FINE,
      token: `wrong: ${finding}`,
      expiry: LATER,
      scopes: LATER,
      subscription: LATER,
    })
  })

  it("notices another page's token, and another app's", async () => {
    const { graph, app, own, findings, words } = world
    const otherPage = graph.addPage({ id: '4711', name: 'Other' })
    const otherApp = graph.addApp({ id: '99', secret: 'other' })
    const tokens = [graph.connect(own, otherPage, 'EAAother-page'), graph.connect(otherApp, world.page, 'EAAother-app')]
    const found: (string | undefined)[] = []
    for (const pageToken of tokens) {
      const stored = (await app.store.bot('shop'))!
      const channels = { fb: aPage(world.page.id, { pageToken }) }
      const config = { ...stored.config, version: stored.config.version + 1, channels }
      await app.store.putBot('shop', stored.config.version, { ...stored, config }, [])
      found.push((await findings()).token, await words('token'))
    }
    expect(found).toEqual([
      'wrong: token.page',
      `The token belongs to the page 4711. Enter the token of the page ${world.page.id}, or correct the page's id.`,
      'wrong: token.app',
      `The token belongs to the app 99. Make one for the app ${own.id}, and enter it.`,
    ])
  })

  it('tells when the token expires, and warns a week before', async () => {
    const { app, metaToken, findings, words } = world
    metaToken.expiresAt = app.clock.now() + 8 * DAY
    expect((await findings()).expiry).toBe('ok: expiry.late')
    expect(await words('expiry')).toContain(new Date(metaToken.expiresAt).toISOString())
    app.clock.advance(2 * DAY)
    expect((await findings()).expiry).toBe('wrong: expiry.soon')
  })

  it('notices permissions that the token lacks, and what they are for', async () => {
    const { metaToken, findings, words } = world
    metaToken.scopes.delete('pages_read_engagement')
    expect((await findings()).scopes).toBe('unknown: scopes.profiles')
    metaToken.scopes.delete('pages_messaging')
    expect((await findings()).scopes).toBe('wrong: scopes.missing')
    expect(await words('scopes')).toContain('The token lacks pages_messaging.')
  })

  it('notices that the app is not subscribed to the page, or not to every field', async () => {
    const { graph, own, page, findings, words } = world
    page.installed.delete(own.id)
    expect((await findings()).subscription).toBe('wrong: subscription.none')
    graph.install(own, page, ['messages', 'standby'])
    expect((await findings()).subscription).toBe('wrong: subscription.fields')
    expect(await words('subscription')).toMatch(/: messaging_postbacks, message_echoes, .*messaging_handovers\./)
  })

  it('says that it found out nothing while Meta is busy or cannot be reached', async () => {
    const { graph, findings } = world
    graph.faults.next(1, { code: 4, on: 'debug_token' })
    expect(await findings()).toEqual({
      ...FINE,
      token: 'unknown: unanswered',
      expiry: LATER,
      scopes: LATER,
      subscription: LATER,
    })
    graph.faults.next(1, { hangUp: true, on: 'subscriptions' })
    expect((await findings()).app).toBe('unknown: unreachable')
    graph.faults.next(1, { code: 200, on: 'subscribed_apps' })
    expect((await findings()).subscription).toBe('unknown: unanswered')
  })
})

describe('a subscription to a page', () => {
  it('gets every event that Interlude reads, and is checked', async () => {
    const { own, page, findings } = world
    page.installed.delete(own.id)
    expect(await findings('subscribeChannel')).toEqual(FINE)
    expect([...(page.installed.get(own.id) ?? [])]).toEqual(MESSENGER_FIELDS)
    expect(JSON.stringify(world.logged)).toContain('"finding":"subscribed","by":"root"')
  })

  it('says why Meta refused it, unless an earlier check says it better', async () => {
    const { own, page, metaToken, findings, graph } = world
    page.installed.delete(own.id)
    metaToken.scopes.delete('pages_manage_metadata')
    expect(await findings('subscribeChannel')).toMatchObject({
      scopes: 'wrong: scopes.missing',
      subscription: 'wrong: subscription.refused',
    })
    graph.expire(graph.token)
    expect(await findings('subscribeChannel')).toMatchObject({ token: 'wrong: token.expired', subscription: LATER })
  })
})

describe('a check of a webhook', () => {
  it.each([
    [{ status: 'ok', body: {} }, 'ok: answer.ok'],
    [{ status: 'retry', reason: 'answered 503' }, 'wrong: answer.failed'],
    [{ status: 'missing', reason: 'answered 404' }, 'wrong: answer.missing'],
    [{ status: 'refused', reason: 'answered 400' }, 'unknown: answer.refused'],
  ] as const)('makes a signed call without a message: %s', async (result, answer) => {
    world.app.answer = () => result
    expect(await world.findings('checkChannel', 'sms')).toEqual({ address: 'ok: address.ok', answer })
    expect(world.app.posted).toEqual([
      { url: webhookChannel.url, id: expect.stringMatching(/^check:/), body: { type: 'check' } },
    ])
  })

  it('does not call a URL that is not allowed', async () => {
    world.app.webhooks.refusal = () => 'only https is allowed'
    expect(await world.findings('checkChannel', 'sms')).toEqual({ address: 'wrong: address.refused', answer: LATER })
    expect(world.app.posted).toEqual([])
  })

  it('needs no subscription', async () => {
    expect(await world.findings('subscribeChannel', 'sms')).toEqual({
      address: 'ok: address.ok',
      answer: 'ok: answer.ok',
    })
  })
})

it.each(['checkChannel', 'subscribeChannel'] as const)(
  'refuses %s for an unknown channel, and for others than admins',
  async name => {
    expect(await world.ask(name, { channel: 'constructor' })).toMatchObject({ status: 404, code: 'channel.not_found' })
    const token = agentToken('ana', ['shop:supervisor'])
    expect(await world.ask(name, { token })).toMatchObject({ status: 403, code: 'auth.forbidden' })
  },
)
