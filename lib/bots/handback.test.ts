import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, slowOutside } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { agentNotes, agentResumes, agentSays, userSays } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import { Handback } from '../protocol/bot.ts'
import { sessionId } from '../session/session.ts'
import { pendingHandbacks } from './handback.ts'
import { postReplies } from './replies.ts'

const id = sessionId(maria)
const epi = (number: number) => `epi_${id.slice(4)}_${number}`

async function packets(world: AppWorld): Promise<Handback[]> {
  return await pendingHandbacks(world.store, (await world.load(maria)).session)
}

describe('a handback', () => {
  it('reports who held the conversation, when, and what was said', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 1, replies: [{ type: 'text', text: 'hello' }] })
    world.app.clock.advance(minutes(1))
    await world.userAsksForPerson(maria)
    await world.userSays(maria, 'a person, please')
    await world.agentSays(maria, 'here I am')
    await execute(world.app, maria, agentNotes('wants a refund'))
    await world.userSays(maria, 'thanks')
    world.app.clock.advance(minutes(1))
    await execute(world.app, maria, agentResumes({ outcome: 'resolved', comment: 'refunded' }))

    const [packet, ...more] = await packets(world)

    expect(more).toEqual([])
    expect(packet).toEqual({
      type: 'handback',
      session: { id, channel: 'web', userId: 'maria' },
      episodeId: epi(1),
      epoch: 2,
      trigger: 'user',
      outcome: 'resolved',
      agent: { type: 'agent', id: 'agent-ana', name: 'Ana' },
      comment: 'refunded',
      startedAt: '2026-01-05T09:01:00.000Z',
      endedAt: '2026-01-05T09:02:00.000Z',
      turns: [
        { seq: 4, at: '2026-01-05T09:01:00.000Z', from: 'user', type: 'text', text: 'a person, please' },
        { seq: 6, at: '2026-01-05T09:01:00.000Z', from: 'agent', type: 'text', text: 'here I am' },
        { seq: 8, at: '2026-01-05T09:01:00.000Z', from: 'user', type: 'text', text: 'thanks' },
      ],
      missed: [
        { seq: 4, text: 'a person, please', unanswered: false },
        { seq: 8, text: 'thanks', unanswered: true },
      ],
      end: true,
    })
    expect(Handback.safeParse(packet).success).toBe(true)
  })

  it('includes the message that the bot was answering when the pause came', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'my first words')
    const call = await outside.next()
    await world.agentPauses(maria)
    call.botAnswers('late')
    await talking
    await world.agentResumes(maria)

    expect(await packets(world)).toMatchObject([
      { turns: [], missed: [{ seq: 1, text: 'my first words', unanswered: true }] },
    ])
  })

  it('includes the message that went to people because of a bot-wide pause', async () => {
    const world = await appWorld({ paused: true })
    await world.userSays(maria, 'is anybody there?')
    await world.agentResumes(maria)
    expect(await packets(world)).toMatchObject([
      { trigger: 'bot_paused', missed: [{ seq: 1, text: 'is anybody there?', unanswered: true }] },
    ])
  })

  it('shows the command with which the user ended it, but counts it as no missed message', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await world.userAsksForPerson(maria)
    const answer = await world.userSays(maria, '/End')

    // For this message the bot is held back, and from now on it has the conversation.
    expect(answer).toMatchObject({ paused: true, replies: [] })
    expect((await world.load(maria)).session.control).toEqual({ holder: 'bot' })
    const [packet] = await packets(world)
    expect(packet).toMatchObject({ outcome: 'cancelled', turns: [{ from: 'user', text: '/End' }] })
    expect(packet?.missed).toEqual([{ seq: 1, text: 'hi', unanswered: true }])
  })

  it('is absent while people hold control, and gone once the bot has got it', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    expect(await packets(world)).toEqual([])
    await world.agentResumes(maria)
    expect(await packets(world)).toHaveLength(1)
    await execute(world.app, maria, { verb: 'recordHandback', episode: 1, result: { status: 'ok' } })
    expect(await packets(world)).toEqual([])
  })

  it('has the first 200 entries of a longer episode and names the next page', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.agentPauses(maria)
    for (let n = 0; n < 220; n++) await execute(world.app, maria, userSays(`words ${n}`))
    const answered = await world.agentSays(maria, 'I have read it all')
    await execute(world.app, maria, userSays('and?'))
    await world.agentResumes(maria)

    const [packet] = await packets(world)

    expect(packet).toMatchObject({ next: 200, end: true })
    // The first of the 200 is the pause itself.
    expect(packet?.turns.map(({ seq }) => seq)).toEqual(Array.from({ length: 199 }, (_, n) => n + 2))
    expect(answered).toBe(222)
    // The agent's answer comes after this page but still counts.
    expect(packet?.missed.filter(({ unanswered }) => unanswered)).toEqual([])
  })

  it('marks the unanswered messages of an episode longer than a page', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.agentPauses(maria)
    await execute(world.app, maria, agentSays('yes?'))
    for (let n = 0; n < 450; n++) await execute(world.app, maria, userSays(`words ${n}`))
    await world.agentResumes(maria)
    const [packet] = await packets(world)
    expect(packet?.next).toBe(200)
    expect(packet?.missed).toHaveLength(198)
    expect(packet?.missed.every(({ unanswered }) => unanswered)).toBe(true)
  })

  it('names no next page for an episode of exactly 200 entries', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.agentPauses(maria)
    for (let n = 0; n < 198; n++) await execute(world.app, maria, userSays(`words ${n}`))
    await world.agentResumes(maria)
    const [packet] = await packets(world)
    expect(packet?.turns).toHaveLength(198)
    expect(packet).not.toHaveProperty('next')
  })
})

describe("the handbacks with the bot's next turn", () => {
  async function episodes(world: AppWorld, count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await world.agentPauses(maria)
      await world.agentResumes(maria)
    }
  }

  it('cover every episode since, in order, and come once', async () => {
    const world = await appWorld()
    await episodes(world, 2)
    await world.userSays(maria, 'hi')
    await world.userSays(maria, 'and again')

    const told = world.app.posted.map(({ body }) =>
      (body.handbacks as Handback[] | undefined)?.map(each => each.episodeId),
    )
    expect(told).toEqual([[epi(1), epi(2)], undefined])
  })

  it('cost no read of episodes if none is due', async () => {
    const world = await appWorld()
    await episodes(world, 1)
    await world.userSays(maria, 'hi')
    world.store.episodes = async () => {
      throw new Error('read for nothing')
    }
    expect(await world.userSays(maria, 'and again')).toMatchObject({ paused: false })
  })

  it('are sent again if the bot did not answer the turn', async () => {
    const world = await appWorld()
    await episodes(world, 1)
    world.outsideAnswers({ status: 'retry', reason: 'down' })
    await world.userSays(maria, 'hi')
    await world.agentResumes(maria)
    world.botAnswers('hello')
    await world.userSays(maria, 'hello?')

    const last = world.app.posted.at(-1)?.body.handbacks as Handback[]
    expect(last.map(each => each.episodeId)).toEqual([epi(1), epi(2)])
    expect(last[1]?.missed).toMatchObject([{ text: 'hi', unanswered: true }])
  })

  it('come five episodes at a time, the oldest first', async () => {
    const world = await appWorld()
    await episodes(world, 7)
    await world.userSays(maria, 'hi')
    await world.userSays(maria, 'and again')
    const told = world.app.posted.map(({ body }) => (body.handbacks as Handback[]).map(each => each.episodeId))
    expect(told).toEqual([[1, 2, 3, 4, 5].map(epi), [6, 7].map(epi)])
  })

  it('come through the gate too, and count as told once the bot has answered that turn', async () => {
    const world = await appWorld({ mode: 'gate' })
    await episodes(world, 1)
    const gate = await world.userSays(maria, 'hi', { id: 'm1' })
    expect(gate.handbacks).toMatchObject([{ episodeId: epi(1) }])
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(gate)
    await postReplies(world.app, maria, 'key1', { epoch: 2, inReplyTo: gate.seq, replies: [] })
    expect(await world.userSays(maria, 'and again')).not.toHaveProperty('handbacks')
  })

  it('stay due if their episode began after the message that a late reply answers', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await episodes(world, 1)
    const late = { epoch: 0, inReplyTo: 1, replies: [{ type: 'text' as const, text: 'late' }] }
    await expect(postReplies(world.app, maria, 'key1', late)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await packets(world)).toMatchObject([{ episodeId: epi(1), missed: [{ seq: 1, unanswered: true }] }])
  })

  it('come through the gate five at a time, the same with two open messages', async () => {
    const world = await appWorld({ mode: 'gate' })
    await episodes(world, 7)
    const first = await world.userSays(maria, 'hi')
    const second = await world.userSays(maria, 'and')
    for (const { seq, epoch, handbacks } of [first, second]) {
      expect(handbacks).toHaveLength(5)
      await postReplies(world.app, maria, 'key1', { epoch, inReplyTo: seq, replies: [] })
    }
    expect(await packets(world)).toMatchObject([{ episodeId: epi(6) }, { episodeId: epi(7) }])
  })

  it('stay due if their episode begins and ends while the reply is processed', async () => {
    const world = await appWorld({ mode: 'gate' })
    await episodes(world, 1)
    const { seq } = await world.userSays(maria, 'hi')
    const { load } = world.store
    world.store.load = async loaded => {
      world.store.load = load
      const before = await load(loaded)
      await episodes(world, 1)
      return before
    }
    const late = { epoch: 2, inReplyTo: seq, replies: [{ type: 'text' as const, text: 'late' }] }
    await expect(postReplies(world.app, maria, 'key1', late)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await packets(world)).toMatchObject([{ episodeId: epi(2), missed: [{ seq, unanswered: true }] }])
  })
})
