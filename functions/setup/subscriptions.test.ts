import { SetSubscriptionAttributesCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { snsTopic } from '../../lib/aws/topic.ts'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import type { AlertSubscription } from '../../lib/protocol/subscription.ts'
import { refusalOfUrl } from '../../lib/webhooks/guard.ts'
import { anSns } from '../../local/sns/test-sns.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { setupRoutes } from './routes.ts'

const admin = agentToken('root', ['admin'])
const ana = { protocol: 'email', endpoint: 'ana@example.test' } as const
const phone = { protocol: 'sms', endpoint: '+491701234567' } as const

type Name = 'subscriptions' | 'subscribe' | 'changeSubscription' | 'unsubscribe'
interface Options {
  readonly botId?: string
  readonly id?: string
  readonly token?: string
  readonly body?: unknown
  readonly query?: Record<string, string>
}

/** The bots `shop` and `bank`, over the local SNS. */
async function given() {
  const sns = await anSns()
  const { app } = await appWorld()
  await putBot(app, 'bank')
  const logged: unknown[] = []
  const note = (...line: unknown[]) => void logged.push(line)
  const api = httpApi(
    {
      ...app,
      alertTopic: snsTopic(sns.client, sns.topicArn),
      webhooks: { ...app.webhooks, refusal: url => refusalOfUrl(url, 'outside') },
      log: { debug: note, info: note, warn: note, error: note },
    },
    setupRoutes,
  )
  const ask = async (name: Name, { botId = 'shop', id, token = admin, body, query }: Options = {}) => {
    const params = { botId, ...(id !== undefined && { id }) }
    const options = { token, ...(body !== undefined && { body }), ...(query && { query }) }
    const answer = await api(httpEvent(routes[name], params, options), lambdaContext)
    // biome-ignore lint/suspicious/noExplicitAny: bodies of four routes
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as any }
  }
  const add = async (body: object, botId = 'shop') => {
    const { status, body: added } = await ask('subscribe', { botId, body })
    expect([status, added]).toEqual([201, expect.anything()])
    return added as AlertSubscription
  }
  const list = async (botId = 'shop') => (await ask('subscriptions', { botId })).body.items as AlertSubscription[]
  const confirm = async () => {
    const letter = (await sns.letters()).at(-1)
    expect((await fetch(/http\S+Action\S+/.exec(letter!.body)![0])).status).toBe(200)
  }
  const arnOf = ({ id }: AlertSubscription) => `${sns.topicArn}:${id.slice('sub_'.length)}`
  return { sns, app, ask, add, list, confirm, arnOf, logged }
}

let world: Awaited<ReturnType<typeof given>>
beforeEach(async () => {
  world = await given()
})
afterEach(() => world.sns.end())

const withTime = { createdAt: expect.stringMatching(/Z$/) }

describe('the subscriptions of a bot', () => {
  it('show their filter, and whether they are confirmed', async () => {
    const { add, list, confirm } = world
    const filter = { priority: ['high', 'urgent'] }
    const added = await add({ ...ana, filter })

    expect(added).toEqual({ id: expect.stringMatching(/^sub_/), ...ana, status: 'pending', filter, ...withTime })
    await confirm()
    const byPhone = await add(phone)
    expect(byPhone).toEqual({
      id: expect.stringMatching(/^sub_/),
      ...phone,
      status: 'confirmed',
      filter: {},
      ...withTime,
    })
    const listed = await list()
    expect(listed).toHaveLength(2)
    expect(listed).toEqual(expect.arrayContaining([{ ...added, status: 'confirmed' }, byPhone]))
  })

  it('are those of that bot alone, and are unknown to another one', async () => {
    const { add, ask, list } = world
    const { id } = await add(ana)
    await add(phone, 'bank')

    expect((await list()).map(({ endpoint }) => endpoint)).toEqual([ana.endpoint])
    for (const answer of [
      await ask('changeSubscription', { botId: 'bank', id, body: { filter: {} } }),
      await ask('unsubscribe', { botId: 'bank', id }),
      await ask('unsubscribe', { id: 'sub_none' }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'subscription.not_found' } })
    }
    expect(await list()).toHaveLength(1)
  })

  it('come page by page', async () => {
    const { add, ask } = world
    for (const n of [1, 2, 3]) await add({ ...phone, endpoint: `+4917012345${n}` })

    const first = await ask('subscriptions', { query: { limit: '2' } })
    const second = await ask('subscriptions', { query: { limit: '2', cursor: first.body.next } })
    expect([first.body.items.length, second.body.items.length, second.body.next]).toEqual([2, 1, undefined])
  })

  it('do not show an address that was subscribed outside Interlude', async () => {
    const { sns, list } = world
    await sns.client.send(new SubscribeCommand({ TopicArn: sns.topicArn, Protocol: 'sms', Endpoint: phone.endpoint }))

    expect(await list()).toEqual([])
  })

  it('are only for admins', async () => {
    const { ask } = world
    const agent = agentToken('ana', ['shop:agent'])
    for (const [name, more] of Object.entries({
      subscriptions: {},
      subscribe: { body: ana },
      changeSubscription: { id: 'sub_1', body: { filter: {} } },
      unsubscribe: { id: 'sub_1' },
    })) {
      expect((await ask(name as Name, { ...more, token: agent })).status).toBe(403)
    }
  })

  it('are logged without their addresses', async () => {
    const { add, ask, logged } = world
    const { id } = await add(phone)
    await ask('changeSubscription', { id, body: { filter: { channel: ['web'] } } })
    await ask('unsubscribe', { id })

    const text = JSON.stringify(logged)
    expect(text.match(/"by":"root"/g)).toHaveLength(3)
    expect(text).not.toContain(phone.endpoint)
  })
})

describe('subscribing', () => {
  it.each([
    ['protocol', { protocol: 'fax', endpoint: '1' }],
    ['endpoint', { protocol: 'email', endpoint: 'ana' }],
    ['endpoint', { protocol: 'email', endpoint: 'ana@example.test\nbcc:all@example.test' }],
    ['endpoint', { protocol: 'sms', endpoint: '0170 1234567' }],
    ['endpoint', { protocol: 'https', endpoint: 'ftp://example.com/' }],
    ['endpoint', { protocol: 'https', endpoint: 'http://example.com/' }],
    ['endpoint', { protocol: 'https', endpoint: 'https://user:secret@example.com/' }],
    ['endpoint', { protocol: 'https', endpoint: 'https://10.0.0.1/' }],
    ['endpoint', { protocol: 'https', endpoint: 'https://169.254.169.254/latest' }],
    ['endpoint', { protocol: 'email' }],
    ['filter.colour', { ...ana, filter: { colour: ['red'] } }],
    ['filter.botId', { ...ana, filter: { botId: ['bank'] } }],
    ['filter.priority.0', { ...ana, filter: { priority: ['asap'] } }],
    ['filter.event.0', { ...ana, filter: { event: ['lunch'] } }],
    ['filter.queue', { ...ana, filter: { queue: 'sales' } }],
    ['filter.queue', { ...ana, filter: { queue: [] } }],
    ['filter.channel.0', { ...ana, filter: { channel: ['a\nb'] } }],
    [
      'filter',
      { ...ana, filter: { event: ['handoff.requested'], step: ['1'], queue: ['a'], channel: ['b'], trigger: ['c'] } },
    ],
    ['filter', { ...ana, filter: { queue: Array(13).fill('a'), channel: Array(12).fill('b') } }],
  ])('names %s if it is not valid: %j', async (path, body) => {
    const { status, body: problem } = await world.ask('subscribe', { body })

    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'request.invalid' })
    expect(problem.errors).toContainEqual(expect.objectContaining({ in: 'body', path }))
  })

  it('gives the reason if SNS refuses the address', async () => {
    const { status, body } = await world.ask('subscribe', {
      body: { protocol: 'https', endpoint: 'https://hooks.example.com/' },
    })

    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.invalid' })
    expect(body.errors).toEqual([
      { in: 'body', path: 'endpoint', message: expect.stringContaining('SNS refuses it: Endpoint Reason') },
    ])
  })

  it('again is the same subscription, and asks its owner again', async () => {
    const { add, list, sns } = world
    const first = await add(ana)

    expect(await add(ana)).toEqual(first)
    expect(await list()).toHaveLength(1)
    expect((await sns.letters()).filter(({ to }) => to === ana.endpoint)).toHaveLength(2)
  })

  it('an address again with another filter, or for another bot, is subscription.exists', async () => {
    const { add, ask, list } = world
    await add(ana)

    const otherFilter = await ask('subscribe', { body: { ...ana, filter: { channel: ['web'] } } })
    expect(otherFilter).toMatchObject({ status: 409, body: { code: 'subscription.exists' } })
    const otherBot = await ask('subscribe', { botId: 'bank', body: ana })
    expect(otherBot.body).toMatchObject({ code: 'subscription.exists', detail: expect.stringContaining('"shop"') })
    expect([(await list()).length, (await list('bank')).length]).toEqual([1, 0])
  })

  it('an address that was subscribed outside Interlude is subscription.exists', async () => {
    const { ask, sns } = world
    await sns.client.send(new SubscribeCommand({ TopicArn: sns.topicArn, Protocol: 'sms', Endpoint: phone.endpoint }))

    const { body } = await ask('subscribe', { body: phone })
    expect(body).toMatchObject({ code: 'subscription.exists', detail: expect.stringContaining('outside Interlude') })
  })

  it('repairs what a request that failed halfway has left, and takes the new filter', async () => {
    const { add, app, list } = world
    const { id } = await add(ana)
    await app.store.deleteSubscription('shop', id)

    const again = await add({ ...ana, filter: { channel: ['web'] } })
    expect(again).toMatchObject({ id, filter: { channel: ['web'] } })
    expect(await list()).toEqual([again])
  })

  it('an address again after it ended replaces the ended subscription', async () => {
    const { add, app, sns, list, arnOf } = world
    const first = await add(phone)
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(first) }))
    app.clock.advance(minutes(2))

    expect((await list()).map(({ status, filter }) => [status, filter])).toEqual([['ended', undefined]])
    const second = await add(phone)
    expect(await list()).toEqual([{ ...second, status: 'confirmed' }])
    expect(second.id).not.toBe(first.id)
  })
})

describe('changing a filter', () => {
  it('replaces it, also while the subscription is pending', async () => {
    const { add, ask, list } = world
    const filter = { trigger: ['bot'], channel: ['web', 'api'] }
    for (const each of [ana, phone]) {
      const added = await add({ ...each, filter: { priority: ['low'] } })
      const { status, body } = await ask('changeSubscription', { id: added.id, body: { filter } })
      expect([status, body]).toEqual([200, { ...added, filter }])
    }
    expect((await list()).map(each => each.filter)).toEqual([filter, filter])
  })

  it('names the field that is not valid', async () => {
    const { add, ask } = world
    const { id } = await add(phone)

    const { status, body } = await ask('changeSubscription', { id, body: { filter: { priority: ['asap'] } } })
    expect([status, body.errors[0].path]).toEqual([400, 'filter.priority.0'])
    expect((await ask('changeSubscription', { id, body: {} })).body.errors[0].path).toBe('filter')
  })

  it('of a subscription that ended is subscription.ended', async () => {
    const { add, ask, sns, arnOf } = world
    const added = await add(phone)
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(added) }))

    const { status, body } = await ask('changeSubscription', { id: added.id, body: { filter: {} } })
    expect([status, body.code]).toEqual([409, 'subscription.ended'])
  })

  it('shows none for a policy from outside, and replaces that', async () => {
    const { add, ask, list, sns, arnOf } = world
    const added = await add(phone)
    const change = { AttributeName: 'FilterPolicy', AttributeValue: '{"botId":[{"prefix":"sh"}]}' }
    await sns.client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(added), ...change }))

    expect((await list())[0]).not.toHaveProperty('filter')
    await ask('changeSubscription', { id: added.id, body: { filter: {} } })
    expect(await list()).toEqual([added])
  })
})

describe('unsubscribing', () => {
  it('removes a subscription, confirmed or pending', async () => {
    const { add, ask, list, sns } = world
    for (const each of [ana, phone]) {
      const { id } = await add(each)
      expect(await ask('unsubscribe', { id })).toEqual({ status: 200, body: { deleted: true } })
      expect((await ask('unsubscribe', { id })).status).toBe(404)
    }
    expect(await list()).toEqual([])
    // Another bot may have the address now.
    await add(ana, 'bank')
    expect((await sns.letters()).filter(({ to }) => to === ana.endpoint)).toHaveLength(2)
  })

  it('removes one that ended', async () => {
    const { add, ask, list, sns, arnOf } = world
    const added = await add(phone)
    await sns.client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(added) }))

    expect((await ask('unsubscribe', { id: added.id })).status).toBe(200)
    expect(await list()).toEqual([])
  })

  it('leaves a subscription that somebody gave to another bot outside Interlude', async () => {
    const { add, app, ask, sns, arnOf } = world
    const added = await add(phone)
    const change = { AttributeName: 'FilterPolicy', AttributeValue: '{"botId":["bank"]}' }
    await sns.client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(added), ...change }))

    expect((await ask('changeSubscription', { id: added.id, body: { filter: {} } })).body.code).toBe(
      'subscription.exists',
    )
    expect((await ask('unsubscribe', { id: added.id })).status).toBe(200)
    expect(await app.store.subscription('shop', added.id)).toBeUndefined()
    expect((await snsTopic(sns.client, sns.topicArn).read(added.id)).scope?.botId).toBe('bank')
  })
})
