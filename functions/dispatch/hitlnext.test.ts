import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { MAX_FRAME_BYTES } from '../../lib/protocol/frames.ts'
import { type HitlnextEvent, type HitlnextHandoff, HitlnextNews } from '../../lib/protocol/hitlnext.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { type Address, episodeId, sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { agentNotes, agentSays, userAsksForPerson, userSays } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { ana, ben, jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { hitlnextRoutes } from '../console/hitlnext/routes.ts'
import { dispatchLive } from './live.ts'

const inShape = { subscription: 'inbox', shape: 'hitlnext' } as const
const idOf = (who: Address, number = 1) => episodeId({ id: sessionId(who) }, number)

async function given(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  await world.store.putSocket(anAgentSocket('panel', inShape))
  return world
}

function framesTo(world: AppWorld, socket = 'panel') {
  return world.framesTo(socket).filter(frame => frame.type === 'hitlnext')
}

/** Dispatches the feed, and returns the events that a socket got. Each has the module's fields and no others. */
async function newsOf(world: AppWorld, socket = 'panel'): Promise<HitlnextNews[]> {
  expect(await world.batch()).toEqual([])
  const events = framesTo(world, socket).flatMap(frame => frame.events)
  for (const event of events) {
    expect(Object.keys(event)).toEqual(['resource', 'type', 'id', 'payload'])
    expect(HitlnextNews.parse(event)).toEqual(event)
  }
  return events
}

/** Each event in a line: a handoff with its number and status, a message with its text. */
function lines(news: readonly HitlnextNews[]): string[] {
  return news.map(({ resource, type, payload }) => {
    switch (resource) {
      case 'handoff':
        return `${resource} ${type} ${payload.userId} ${payload.id.split('_').at(-1)} ${payload.status}`
      case 'event':
        return `${resource} ${type} ${payload.target} ${payload.direction} ${payload.event.preview}`
      case 'agent':
        return `${resource} ${type} ${payload.online}`
      default:
        return payload satisfies never
    }
  })
}

function handoffsIn(news: readonly HitlnextNews[]): HitlnextHandoff[] {
  return news.flatMap(event => (event.resource === 'handoff' ? event.payload : []))
}

function messagesIn(news: readonly HitlnextNews[]): HitlnextEvent[] {
  return news.flatMap(event => (event.resource === 'event' ? event.payload : []))
}

/** The answer of a route of the module to Ana. */
async function reads<Body>(world: AppWorld, name: 'hitlnextHandoff' | 'hitlnextMessages', params: object) {
  const token = agentToken('ana', ['shop:agent'])
  const event = httpEvent(routes[name], { botId: 'shop', ...params } as Record<string, string>, { token })
  return JSON.parse(String((await httpApi(world.app, hitlnextRoutes)(event, lambdaContext)).body)) as Body
}

const handoffOf = (world: AppWorld, handoffId = idOf(maria)) =>
  reads<HitlnextHandoff>(world, 'hitlnextHandoff', { handoffId })

describe('a subscriber to the shape hitlnext', () => {
  it('gets the beginning of a handoff as the route reads it', async () => {
    const world = await given()
    await execute(world.app, maria, userSays('hi', { user: { fullName: 'Maria', attributes: { plan: 'gold' } } }))
    await world.userAsksForPerson(maria)
    expect(await newsOf(world)).toEqual([
      { resource: 'handoff', type: 'create', id: idOf(maria), payload: await handoffOf(world) },
    ])
    expect(await handoffOf(world)).toMatchObject({
      status: 'pending',
      user: { attributes: { fullName: 'Maria', plan: 'gold' } },
      userConversation: { event: { preview: 'hi' } },
    })
  })

  it('gets each change of a handoff: assigned, transferred, put back, resolved', async () => {
    const world = await given()
    const step = async (act: () => Promise<unknown>) => {
      await act()
      const news = await newsOf(world)
      expect(handoffsIn(news)).toEqual([await handoffOf(world)])
      return lines(news)
    }
    await world.userAsksForPerson(maria)
    await newsOf(world)
    expect(await step(() => execute(world.app, maria, { verb: 'claim', by: ana }))).toEqual([
      'handoff update maria 1 assigned',
    ])
    expect((await handoffOf(world)).agentId).toBe('agent-ana')
    await step(() =>
      execute(world.app, maria, { verb: 'transfer', by: ana, to: ben, reason: 'knows her', ofOthers: false }),
    )
    expect((await handoffOf(world)).agentId).toBe('agent-ben')
    expect(
      await step(() => execute(world.app, maria, { verb: 'transfer', by: ben, reason: 'lunch', ofOthers: false })),
    ).toEqual(['handoff update maria 1 pending'])
    expect(await step(() => world.agentResumes(maria))).toEqual(['handoff update maria 1 resolved'])
  })

  it('gets a rejected handoff, one that expired, and the next one of the conversation', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    await execute(world.app, maria, { verb: 'unpause', by: ana, outcome: 'rejected' })
    await world.userAsksForPerson(maria)
    world.app.clock.advance(world.app.policy.giveUpMs + 1)
    await execute(world.app, maria, userAsksForPerson())
    expect(lines(await newsOf(world)).filter(line => line.startsWith('handoff'))).toEqual([
      'handoff create maria 1 pending',
      'handoff update maria 1 rejected',
      'handoff create maria 2 pending',
      'handoff update maria 2 expired',
      'handoff create maria 3 pending',
    ])
  })

  it('gets a comment as a change of its handoff, which has all comments', async () => {
    const world = await given()
    await execute(world.app, jonas, agentNotes('before any handoff'))
    await world.userAsksForPerson(maria)
    await execute(world.app, maria, agentNotes('one'))
    await execute(world.app, maria, agentNotes('x'.repeat(5_000)))
    const news = await newsOf(world)
    expect(handoffsIn(news).map(({ comments }) => comments.map(({ content }) => content))).toEqual([
      [],
      ['one'],
      ['one', 'x'.repeat(5_000)],
    ])
    expect(handoffsIn(news).at(-1)).toEqual(await handoffOf(world))
    await world.agentResumes(maria)
    await execute(world.app, maria, agentNotes('afterwards'))
    expect(handoffsIn(await newsOf(world)).at(-1)).toMatchObject({ status: 'resolved', comments: [{}, {}, {}] })
  })

  it('gets the messages of a handoff whole, and with those of the user the handoff', async () => {
    const world = await given()
    await world.userSays(maria, 'to the bot')
    await world.userAsksForPerson(maria)
    expect(lines(await newsOf(world))).toEqual(['handoff create maria 1 pending'])
    await world.userSays(maria, 'w'.repeat(3_000))
    const news = await newsOf(world)
    expect(lines(news).map(line => line.slice(0, 40))).toEqual([
      'handoff update maria 1 pending',
      'event create maria incoming wwwwwwwwwwww',
    ])
    expect(handoffsIn(news)).toEqual([await handoffOf(world)])
    expect(messagesIn(news)).toEqual([
      (await reads<HitlnextEvent[]>(world, 'hitlnextMessages', { id: sessionId(maria) }))[0],
    ])
    await execute(world.app, maria, agentSays('Ana here'))
    await world.userSays(maria, 'thanks')
    await world.agentResumes(maria)
    await world.userSays(maria, 'hello bot')
    expect(lines(await newsOf(world))).toEqual([
      'handoff update maria 1 assigned',
      'event create maria outgoing Ana here',
      'handoff update maria 1 assigned',
      'event create maria incoming thanks',
      'handoff update maria 1 resolved',
    ])
  })

  it('gets nothing of conversations that the bot holds, of alerts, or of what an agent declines', async () => {
    const world = await given()
    await world.userSays(jonas, 'just the bot')
    await world.agentSays(jonas, 'Ana here')
    await world.userAsksForPerson(maria)
    await newsOf(world)
    await world.userSays(jonas, 'again')
    await execute(world.app, maria, { verb: 'decline', by: ana, reason: 'no time' })
    expect(await newsOf(world)).toEqual([])
  })

  it('gets the events of one conversation in order, each with the state after its own commit', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    await world.userAsksForPerson(jonas)
    await world.userSays(maria, 'one')
    await execute(world.app, maria, { verb: 'claim', by: ana })
    await world.userSays(maria, 'two')
    await world.agentResumes(maria)
    const news = await newsOf(world)
    expect(lines(news).filter(line => line.includes('maria'))).toEqual([
      'handoff create maria 1 pending',
      'handoff update maria 1 pending',
      'event create maria incoming one',
      'handoff update maria 1 assigned',
      'handoff update maria 1 assigned',
      'event create maria incoming two',
      'handoff update maria 1 resolved',
    ])
    expect(lines(news)).toContain('handoff create jonas 1 pending')
    const previews = handoffsIn(news)
      .filter(({ userId }) => userId === 'maria')
      .map(({ userConversation }) => 'event' in userConversation && userConversation.event.preview)
    expect(previews).toEqual([false, 'one', 'one', 'two', 'two'])
  })

  it('gets every event of a batch that is longer than what one read of the log returns', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    for (let n = 0; n < 12; n++) await world.userSays(maria, `${n} ${'y'.repeat(9_000)}`)
    const news = await newsOf(world)
    const seen = messagesIn(news).map(({ event }) => event.preview)
    expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => `${n} ${'y'.repeat(9_000)}`))
    const heads = handoffsIn(news).map(
      ({ userConversation }) => 'event' in userConversation && userConversation.event.preview?.split(' ')[0],
    )
    expect(heads).toEqual([false, ...Array.from({ length: 12 }, (_, n) => `${n}`)])
  })

  it('gets each event once if records come twice in one batch', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    const { read } = world.store.feed
    world.store.feed.read = async limit => {
      const records = await read(limit)
      return [...records, ...records]
    }
    expect(lines(await newsOf(world))).toEqual(['handoff create maria 1 pending'])
  })

  it('gets frames within the limit: without the oldest comments, the attributes or the payload of a long message', async () => {
    const world = await given()
    const attributes = { story: '名'.repeat(7_000) }
    await execute(world.app, maria, userSays('hi', { user: { attributes } }))
    await world.userAsksForPerson(maria)
    await newsOf(world)
    await world.userSays(maria, 'ö'.repeat(9_000))
    for (let n = 0; n < 4; n++) await execute(world.app, maria, agentNotes(`${n}${'z'.repeat(4_000)}`))
    await execute(world.app, maria, agentNotes('ü'.repeat(10_000)))
    await world.batch()
    const frames = framesTo(world)
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    const news = frames.flatMap(frame => frame.events)
    const shown = handoffsIn(news).map(({ comments, user }) => [
      comments.map(({ content }) => content[0]).join(''),
      Object.keys(user.attributes).length,
    ])
    expect(shown).toEqual([
      ['', 1],
      ['0', 1],
      ['01', 1],
      ['12', 1],
      ['23', 1],
      ['ü', 0],
    ])
    expect(messagesIn(news)).toMatchObject([{ event: { preview: 'ö'.repeat(9_000) } }])
    expect(messagesIn(news)[0]?.event).not.toHaveProperty('payload')
  })

  it('gets nothing over live, as an agent of another bot, or after its token has ended', async () => {
    const world = await given()
    await world.store.putSocket(anAgentSocket('live', { ...inShape, subscription: 'live' }))
    await world.store.putSocket(anAgentSocket('other', { ...inShape, botId: 'other' }))
    await world.store.putSocket(anAgentSocket('over', { ...inShape, expiresAt: START + minutes(1) }))
    world.app.clock.advance(minutes(1))
    await world.userAsksForPerson(maria)
    await dispatchLive(world.app, await world.records())
    await world.batch()
    const to = world.app.pushed.flatMap(({ connectionId, frame }) => (frame.type === 'hitlnext' ? connectionId : []))
    expect(to).toEqual(['panel'])
  })

  it('gets no events of another shape, and others get none of these', async () => {
    const world = await given()
    await world.store.putSocket(anAgentSocket('console', { subscription: 'inbox' }))
    await world.userAsksForPerson(maria)
    await world.batch()
    const typesTo = (socket: string) => new Set(world.framesTo(socket).map(({ type }) => type))
    expect([...typesTo('panel')].sort()).toEqual(['hitlnext', 'notification'])
    expect([...typesTo('console')].sort()).toEqual(['inbox', 'notification'])
  })
})

describe('a conversation that cannot be read', () => {
  it('is reported, so that the feed delivers it again, and does not stop the others', async () => {
    const world = await given()
    await world.userAsksForPerson(maria)
    await world.userAsksForPerson(jonas)
    const records = await world.records()
    const { entries } = world.store
    world.store.entries = async (id, range) => {
      if (id === sessionId(maria)) throw new Error('the table cannot be reached')
      return await entries(id, range)
    }
    const failed = await world.batch()
    const ofMaria = records.filter(({ change }) => change.session.userId === 'maria').map(({ position }) => position)
    expect(failed).toEqual(ofMaria)
    expect(lines(framesTo(world).flatMap(frame => frame.events))).toEqual(['handoff create jonas 1 pending'])
  })

  it('is read only for subscribers to the shape', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.store.putSocket(anAgentSocket('console', { subscription: 'inbox' }))
    await world.userAsksForPerson(maria)
    world.store.entries = async () => {
      throw new Error('nobody needs the log')
    }
    expect(await world.batch()).toEqual([])
  })
})
