import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { agentResumes } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import { Handback } from '../protocol/bot.ts'
import type { Decision } from '../session/decide.ts'
import { episodeId, sessionId } from '../session/session.ts'
import { handBackToBot } from './hand-back.ts'

const id = sessionId(maria)
const epi = (number: number) => episodeId({ id }, number)
const tells = (world: AppWorld) => handBackToBot(world.app, { id, botId: 'shop' })
const telling = async (world: AppWorld) => (await world.load(maria)).session.nextHandback

/** People have held the conversation `count` times, and the bot has got no handback yet. */
async function afterEpisodes(count = 1, policy = {}): Promise<AppWorld> {
  const world = await appWorld({}, policy)
  for (let n = 0; n < count; n++) {
    await world.agentPauses(maria)
    await world.agentSays(maria, `hello ${n}`)
    await world.agentResumes(maria)
  }
  return world
}

describe('the handback call to the bot', () => {
  it('sends a handback once, with the id of its episode', async () => {
    const world = await afterEpisodes()
    await tells(world)
    await tells(world)

    expect(world.app.posted).toMatchObject([{ url: 'https://bot.example.test/', id: epi(1) }])
    expect(Handback.parse(world.app.posted[0]?.body)).toMatchObject({ episodeId: epi(1), turns: [{ text: 'hello 0' }] })
    expect((await world.load(maria)).session).toMatchObject({ handedBackUpTo: 1 })
    expect(await telling(world)).toBeUndefined()
  })

  it('sends a handback for each episode, in order', async () => {
    const world = await afterEpisodes(3)
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([epi(1), epi(2), epi(3)])
  })

  it('sends the handbacks of twelve episodes in one run', async () => {
    const world = await afterEpisodes(12)
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual(Array.from({ length: 12 }, (_, n) => epi(n + 1)))
    expect(await telling(world)).toBeUndefined()
  })

  it('sends five handbacks in one run if the bot answers slowly', async () => {
    const world = await afterEpisodes(7)
    world.app.answer = () => {
      world.app.clock.advance(seconds(1))
      return { status: 'ok', body: {} }
    }
    await tells(world)
    expect(world.app.posted).toHaveLength(5)
    expect(await world.store.due(world.app.clock.now() + world.app.policy.deliveryCheckMs, 10)).toEqual([id])
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([1, 2, 3, 4, 5, 6, 7].map(epi))
    expect(await telling(world)).toBeUndefined()
  })

  it("sends nothing if the bot's next turn has brought the handback", async () => {
    const world = await afterEpisodes()
    await world.userSays(maria, 'hi')
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([`${id}:4`])
  })
})

describe('a bot that does not take a handback', () => {
  it('is called again at growing intervals; after that only its next turn brings the handback', async () => {
    const world = await afterEpisodes(1, { retryMs: [seconds(5), seconds(15)] })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    const waits: number[] = []
    for (let tries = 0; tries < 3; tries++) {
      await tells(world)
      const next = await telling(world)
      if (next) waits.push(next.at - world.app.clock.now())
    }
    expect(waits).toEqual([seconds(5), seconds(15)])
    expect(await telling(world)).toBeUndefined()
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([epi(1), epi(1), epi(1)])

    world.botAnswers('ah')
    await world.userSays(maria, 'hi')
    expect(world.app.posted.at(-1)?.body.handbacks).toMatchObject([{ episodeId: epi(1) }])
  })

  it('gets no later handback before the one that failed', async () => {
    const world = await afterEpisodes(2)
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await tells(world)
    world.outsideAnswers({ status: 'ok', body: {} })
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([epi(1), epi(1), epi(2)])
  })

  it('costs no try while its calls are skipped, and gets the handback when the silence ends', async () => {
    const world = await afterEpisodes(2, { retryMs: [] })
    world.outsideAnswers({ status: 'skipped', waitMs: seconds(20) })
    for (let times = 0; times < 5; times++) {
      await tells(world)
      expect(await telling(world)).toMatchObject({ attempts: 0, at: world.app.clock.now() + seconds(20) })
      world.app.clock.advance(seconds(20))
    }
    world.app.posted.length = 0
    world.outsideAnswers({ status: 'ok', body: {} })
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([epi(1), epi(2)])
  })

  it('is called again after a 404, since it may be restarting', async () => {
    const world = await afterEpisodes()
    world.outsideAnswers({ status: 'missing', reason: 'answered 404' })
    await tells(world)
    expect(await telling(world)).toMatchObject({ attempts: 1, missing: 1 })
    world.outsideAnswers({ status: 'ok', body: {} })
    await tells(world)
    expect(await telling(world)).toBeUndefined()
  })

  it('is not called again after a refusal, and gets the handback with its next turn', async () => {
    const world = await afterEpisodes()
    world.outsideAnswers({ status: 'refused', reason: 'answered 400' })
    await tells(world)
    expect(await telling(world)).toBeUndefined()
    expect(await world.store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([])

    world.botAnswers('ah')
    await world.userSays(maria, 'hi')
    await world.userSays(maria, 'and again')
    expect(world.app.posted.map(({ body }) => (body.handbacks as unknown[] | undefined)?.length)).toEqual([
      undefined,
      1,
      undefined,
    ])
  })

  it('is not called if it has no webhook, and gets the handback at the gate', async () => {
    const world = await appWorld({ mode: 'gate' })
    const { connector: _none, ...config } = (await world.store.bot('shop'))!.config
    await world.store.putBot('shop', 1, { ...(await world.store.bot('shop'))!, config: { ...config, version: 2 } })
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    await tells(world)
    expect(world.app.posted).toEqual([])
    expect((await world.userSays(maria, 'hi')).handbacks).toMatchObject([{ episodeId: epi(1) }])
  })
})

describe('a request to carry on', () => {
  const resumes = (world: AppWorld, more = {}) => execute(world.app, maria, agentResumes(more))
  const packets = (world: AppWorld) => world.app.posted.map(({ body }) => [body.episodeId, body.carryOn])

  it('comes with the handback if the agent or the bot wants it', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    await resumes(world, { carryOn: true })
    await tells(world)
    expect(packets(world)).toEqual([[epi(1), true]])
  })

  it('comes by the configuration only if the user waits, and not if the agent says no', async () => {
    const world = await appWorld({ handoffs: { carryOn: true, queues: {} } })
    for (const [isAsked, more] of [
      [false, {}],
      [true, {}],
      [true, { carryOn: false }],
    ] as const) {
      await world.agentPauses(maria)
      if (isAsked) await world.userSays(maria, 'and?')
      await resumes(world, more)
      await tells(world)
    }
    expect(packets(world).map(([, carryOn]) => carryOn)).toEqual([undefined, true, undefined])
  })

  it('is dropped once a later episode has begun', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    await resumes(world, { carryOn: true })
    await world.agentPauses(maria)
    await tells(world)
    await resumes(world)
    await tells(world)
    expect(packets(world)).toEqual([
      [epi(1), undefined],
      [epi(2), undefined],
    ])
  })

  it('is answered in the commit that records the handback, so that a crash loses no reply', async () => {
    const world = await afterEpisodes()
    world.botAnswers('I am back')
    const commits: unknown[] = []
    const { store } = world.app
    const watched = {
      ...world.app,
      store: {
        ...store,
        commit: (version: number, decision: Decision<unknown>) => {
          commits.push([decision.session.handedBackUpTo, textsOf(decision.entries)])
          return store.commit(version, decision)
        },
      },
    }
    await handBackToBot(watched, { id, botId: 'shop' })
    expect(commits).toEqual([[1, ['I am back']]])
  })
})

describe("a bot's reply to a handback", () => {
  it('is logged as a message to the user', async () => {
    const world = await afterEpisodes()
    world.botAnswers('I am back')
    await tells(world)
    expect(textsOf(await world.log(maria))).toEqual(['hello 0', 'I am back'])
  })

  it('is withheld by the fence if people have control again', async () => {
    const world = await afterEpisodes()
    const outside = slowOutside(world.app)
    const telling = tells(world)
    const call = await outside.next()
    await world.agentPauses(maria)
    call.botAnswers('I am back')
    await telling
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', text: 'I am back' })
  })

  it('is withheld even if people held control only in between, and the next handback follows', async () => {
    const world = await afterEpisodes()
    const outside = slowOutside(world.app)
    const telling = tells(world)
    const call = await outside.next()
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    call.botAnswers('I am back')
    await telling
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', text: 'I am back' })
    world.outsideAnswers({ status: 'ok', body: {} })
    await tells(world)
    expect(world.app.posted.map(post => post.id)).toEqual([epi(1), epi(2)])
  })

  it('may hand the conversation over again', async () => {
    const world = await afterEpisodes()
    world.outsideAnswers({ status: 'ok', body: { handoff: { reason: 'still unanswered' } } })
    await tells(world)
    expect((await world.load(maria)).session.control).toMatchObject({ holder: 'human', trigger: 'bot' })
  })

  it('is logged in pieces if it is longer than an entry', async () => {
    const world = await afterEpisodes()
    const text = 'welcome back '.repeat(3_000)
    world.outsideAnswers({ status: 'ok', body: { replies: [{ text }] } })
    await tells(world)
    const [, ...pieces] = textsOf(await world.log(maria))
    expect(pieces).toHaveLength(2)
    expect(pieces.join('')).toBe(text)
  })

  it('may be malformed: the handback counts as taken', async () => {
    const tooLarge = { replies: [{ type: 'custom', payload: { x: 'x'.repeat(25_000) } }] }
    for (const body of [undefined, 'thanks', { replies: 5 }, tooLarge]) {
      const world = await afterEpisodes()
      world.outsideAnswers({ status: 'ok', body })
      await tells(world)
      expect(textsOf(await world.log(maria))).toEqual(['hello 0'])
      expect(await telling(world)).toBeUndefined()
    }
  })
})
