import { beforeEach, describe, expect, it } from 'vitest'
import { runClock } from '../../functions/clock/clock.ts'
import { type AppWorld, appWorld, othersGoOn } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { agentPauses, agentResumes, userAsksForPerson } from '../../test/support/commands.ts'
import { ana, ben, jonas, maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import type { CallResult } from '../ports/outside.ts'
import { Entry } from '../protocol/entry.ts'
import { EventType } from '../protocol/event-type.ts'
import { ConversationEvent } from '../protocol/events.ts'
import { isEvent } from '../session/events.ts'
import { episodeId, sessionId } from '../session/session.ts'
import { sendNewEvents, sendWaitingEvents } from './events.ts'

const URL = 'https://events.example.test/'
const events = { url: URL, secret: 'whsec_' }
const id = sessionId(maria)
const DOWN: CallResult = { status: 'retry', reason: 'answered 503' }
const FINE: CallResult = { status: 'ok', body: undefined }

let world: AppWorld
/** The endpoint's next answers. */
let answers: (event: { readonly id: string }) => CallResult
beforeEach(async () => {
  await given()
})

async function given(config: Parameters<typeof appWorld>[0] = {}, policy: Parameters<typeof appWorld>[1] = {}) {
  world = await appWorld({ mode: 'gate', events, ...config }, policy)
  answers = () => FINE
  world.app.answer = post => (post.url === URL ? answers(post) : FINE)
}

/** The ids (`seq` alone) of the calls to the endpoint. */
const sent = (who = maria) =>
  world.app.posted
    .filter(post => post.url === URL && post.id.startsWith(sessionId(who)))
    .map(post => Number(post.id.split(':')[1]))
const waiting = async (who = maria) => (await world.load(who)).session.nextEvents
const clockRuns = async () => await runClock(world.app, world.app.clock.now() + minutes(1))
/** Lets time pass until the next deadline, and runs the clock. */
async function atNextDeadline() {
  const { nextEvents } = (await world.load(maria)).session
  world.app.clock.advance(Math.max(0, (nextEvents?.at ?? 0) - world.app.clock.now()))
  await clockRuns()
}

describe('a transition', () => {
  it('is sent once, in order, with an id of its own and without the texts of messages', async () => {
    await world.userSays(maria, 'my card number is 4711')
    await execute(
      world.app,
      maria,
      userAsksForPerson({ reason: 'a refund', summary: 'card 4711', context: { card: 4711 } }),
    )
    await world.dispatched()
    await execute(world.app, maria, { verb: 'claim', by: ana })
    await execute(world.app, maria, { verb: 'transfer', by: ana, to: ben, reason: 'he knows', ofOthers: false })
    await world.agentSays(maria, 'hello, 4711')
    await execute(world.app, maria, agentResumes({ by: ben, outcome: 'resolved', comment: 'done' }))
    await world.dispatched()
    await clockRuns()

    const bodies = world.app.posted.filter(({ url }) => url === URL).map(({ body }) => ConversationEvent.parse(body))
    expect(bodies.map(({ type }) => type)).toEqual([
      'conversation.paused',
      'conversation.alerted',
      'conversation.assigned',
      'conversation.transferred',
      'conversation.resumed',
    ])
    expect(world.app.posted.filter(({ url }) => url === URL).map(post => post.id)).toEqual(
      bodies.map(event => event.id),
    )
    const common = { botId: 'shop', session: { id, channel: 'web', userId: 'maria' }, episodeId: episodeId({ id }, 1) }
    expect(bodies[0]).toEqual({
      ...common,
      type: 'conversation.paused',
      id: `${id}:2`,
      at: expect.any(String),
      data: { seq: 2, by: { type: 'user' }, trigger: 'user', reason: 'a refund', priority: 'normal', held: [1] },
    })
    expect(bodies[3]).toMatchObject({ ...common, data: { from: ana, to: ben, reason: 'he knows' } })
    expect(bodies[4]).toMatchObject({ ...common, data: { outcome: 'resolved', comment: 'done' } })
    expect(JSON.stringify(bodies)).not.toContain('4711')
    expect(await waiting()).toBeUndefined()
  })

  it('tells who snoozed a conversation, and that the user woke it', async () => {
    await execute(world.app, maria, agentPauses())
    const until = world.app.clock.now() + 3_600_000
    await execute(world.app, maria, { verb: 'snooze', by: ana, until })
    await world.userSays(maria, 'hello?')
    await world.dispatched()
    const bodies = world.app.posted.filter(({ url }) => url === URL).map(({ body }) => ConversationEvent.parse(body))
    expect(bodies).toMatchObject([
      { type: 'conversation.paused' },
      { type: 'conversation.snoozed', data: { by: ana, until: new Date(until).toISOString() } },
      { type: 'conversation.woken', data: { by: { type: 'user' } } },
    ])
  })

  it('is sent when a message becomes undeliverable', async () => {
    const sms = { type: 'webhook', url: 'https://sms.example.test/', secret: 'whsec_', replies: 'answer' } as const
    await given({ channels: { web: sms } })
    world.app.answer = ({ url }) => (url === sms.url ? { status: 'refused', reason: 'answered 400' } : FINE)
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentSays(maria, 'hello')
    await world.dispatched()

    const undeliverable = (await world.log(maria)).find(({ kind }) => kind === 'undeliverable')
    const body = world.app.posted.findLast(({ url }) => url === URL)?.body
    expect(ConversationEvent.parse(body)).toMatchObject({
      type: 'conversation.undeliverable',
      id: `${id}:${undeliverable?.seq}`,
      data: { of: 3, reason: 'answered 400' },
    })
  })

  it('is sent whole if the feed has only its beginning', async () => {
    const reason = 'r'.repeat(900)
    await execute(world.app, maria, userAsksForPerson({ reason }))
    await world.dispatched()
    expect(world.app.posted.find(({ url }) => url === URL)?.body).toMatchObject({ data: { reason } })
  })

  it('is not sent if its type is not wanted', async () => {
    await given({ events: { ...events, types: ['conversation.resumed'] } })
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    await world.dispatched()
    expect(sent()).toEqual([2])
    expect(await waiting()).toBeUndefined()
  })

  it('is not owed by a bot without an endpoint', async () => {
    await given({ events: undefined as never })
    await world.agentPauses(maria)
    await world.dispatched()
    expect(sent()).toEqual([])
    expect(await waiting()).toBeUndefined()
  })

  it('is found by the clock after a crash before the dispatch', async () => {
    await world.agentPauses(maria)
    const last = (await world.records()).at(-1)
    await world.store.feed.acknowledge(last?.position ?? '')
    world.app.clock.advance(world.app.policy.deliveryCheckMs)
    await clockRuns()
    expect(sent()).toEqual([1])
    expect(await waiting()).toBeUndefined()
  })
})

describe('an endpoint that fails', () => {
  it('gets each event once it works again, in order, with growing waits', async () => {
    answers = () => DOWN
    await world.agentPauses(maria)
    await world.dispatched()
    const waits: number[] = []
    for (let failures = 1; failures < 5; failures++) {
      waits.push(((await waiting())?.at ?? 0) - world.app.clock.now())
      await atNextDeadline()
    }
    await world.agentResumes(maria)
    await world.dispatched()
    answers = () => FINE
    await atNextDeadline()

    expect(waits).toEqual([seconds(5), seconds(15), minutes(1), minutes(2)])
    expect(sent()).toEqual([1, 1, 1, 1, 1, 1, 2])
    expect(await waiting()).toBeUndefined()
  })

  it('is tried again after an answer 400, too: an operator mends a wrong secret', async () => {
    answers = () => ({ status: 'refused', reason: 'answered 401' })
    await world.agentPauses(maria)
    await world.dispatched()
    answers = () => FINE
    await atNextDeadline()
    expect(sent()).toEqual([1, 1])
  })

  it('delays no message, no alert and no other conversation', async () => {
    let calls = 0
    world.app.answer = ({ url }) => {
      if (url !== URL) return FINE
      calls++
      // As the caller does after a call that got no answer.
      if (calls > 1) return { status: 'skipped', waitMs: seconds(30) }
      world.app.clock.advance(seconds(3))
      return DOWN
    }
    await execute(world.app, maria, userAsksForPerson())
    await execute(world.app, jonas, userAsksForPerson())
    expect(await world.dispatched()).toEqual([])
    expect(world.app.notices).toHaveLength(1)
    expect(await waiting(jonas)).toMatchObject({ attempts: 0 })
    expect(await waiting(maria)).toMatchObject({ attempts: 1 })
  })

  it('is called by the clock only after everything else', async () => {
    answers = () => DOWN
    await execute(world.app, maria, userAsksForPerson())
    await world.dispatched()
    world.app.clock.advance(world.app.policy.giveUpMs)
    const order: string[] = []
    const commit = world.store.commit
    world.store.commit = async (version, decision) => {
      order.push(...decision.entries.map(({ kind }) => kind))
      return await commit(version, decision)
    }
    await execute(world.app, jonas, agentPauses())
    answers = () => {
      order.push('called')
      return FINE
    }
    await clockRuns()
    expect(order).toEqual(['paused', 'resumed', 'message', 'called', 'called', 'called'])
  })

  it('leaves the rest to the next run if it is slow', async () => {
    await world.agentPauses(maria)
    for (let transfers = 0; transfers < 6; transfers++) {
      const [by, to] = transfers % 2 === 0 ? [ana, ben] : [ben, ana]
      await execute(world.app, maria, { verb: 'transfer', by, to, ofOthers: false })
    }
    answers = () => {
      world.app.clock.advance(seconds(1))
      return FINE
    }
    await world.batch()
    expect(sent()).toEqual([1, 2, 3])
    await clockRuns()
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6])
    await clockRuns()
    expect(sent()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await waiting()).toBeUndefined()
  })

  it('gets no more once the operator removes it', async () => {
    answers = () => DOWN
    await world.agentPauses(maria)
    await world.dispatched()
    const { events: _gone, ...config } = (await world.store.bot('shop'))!.config
    const bot = { ...(await world.store.bot('shop'))!, config: { ...config, version: 2 } }
    await world.store.putBot('shop', 1, bot)
    world.app.directory.forget('shop')
    await atNextDeadline()
    expect(sent()).toEqual([1])
    expect(await waiting()).toBeUndefined()
  })
})

describe('an event that the endpoint did not take for a day', () => {
  beforeEach(async () => {
    await given({}, { idleMs: minutes(100 * 60) })
    answers = () => DOWN
    await world.agentPauses(maria)
    await world.dispatched()
  })
  const dead = async () => (await world.store.deadEvents({ botId: 'shop', limit: 10 }, world.app.clock.now())).items

  it('becomes a dead letter, and later events go on', async () => {
    const begun = world.app.clock.now()
    const passed = () => world.app.clock.now() - begun
    while (((await waiting())?.at ?? 0) - begun < minutes(24 * 60)) {
      await world.agentSays(maria, 'are you there?')
      await atNextDeadline()
      expect(await dead()).toEqual([])
    }
    await world.agentResumes(maria)
    await atNextDeadline()

    const [letter, ...others] = await dead()
    expect(others).toEqual([])
    expect(letter).toMatchObject({ session: id, seq: 1, reason: 'answered 503', failedAt: world.app.clock.now() })
    expect(ConversationEvent.parse(letter?.event)).toMatchObject({ type: 'conversation.paused', id: `${id}:1` })
    expect(passed()).toBeGreaterThanOrEqual(minutes(24 * 60))
    expect(passed()).toBeLessThan(minutes(28 * 60))

    answers = () => FINE
    world.app.posted.length = 0
    await atNextDeadline()
    expect(sent()).toEqual([(await world.log(maria)).length])
    expect(await waiting()).toBeUndefined()
  })

  it('stays owed if the dead letter cannot be stored', async () => {
    world.app.clock.advance(minutes(25 * 60))
    const put = world.store.putDeadEvent
    world.store.putDeadEvent = async () => {
      throw new Error('the store stumbles')
    }
    await expect(sendWaitingEvents(world.app, { id, botId: 'shop' })).rejects.toThrow('stumbles')
    expect(await waiting()).toMatchObject({ after: 0 })
    world.store.putDeadEvent = put
    await sendWaitingEvents(world.app, { id, botId: 'shop' })
    expect(await waiting()).toBeUndefined()
  })
})

it('two senders at once leave nothing unsent', async () => {
  await world.agentPauses(maria)
  await Promise.all([1, 2].map(() => sendNewEvents(world.app, { id, botId: 'shop' })))
  await othersGoOn()
  expect(new Set(sent())).toEqual(new Set([1]))
  expect(await waiting()).toBeUndefined()
})

it('every kind of event has a type and a body', () => {
  const place = { seq: 1, at: '2026-01-05T09:00:00.000Z', epoch: 1, episode: 1 }
  const kinds = Entry.def.options.map(option => option.shape.kind.value)
  const told = kinds.filter(kind => isEvent({ ...place, kind } as never)).map(kind => `conversation.${kind}`)
  expect(new Set(told)).toEqual(new Set(EventType.options))
  expect(ConversationEvent.def.options.map(option => option.shape.type.value)).toEqual(EventType.options)
})
