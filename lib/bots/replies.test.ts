import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld, textsOf } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { addWatcher } from '../conversations/watching.ts'
import type { PostReplies } from '../protocol/bot.ts'
import { sessionId } from '../session/session.ts'
import { postReplies } from './replies.ts'

const id = sessionId(maria)
const words = (...texts: readonly string[]) => texts.map(text => ({ type: 'text' as const, text }))

function posts(world: AppWorld, posted: Partial<PostReplies>, target: Parameters<typeof postReplies>[1] = maria) {
  return postReplies(world.app, target, 'key1', { epoch: 0, replies: [], ...posted })
}

describe("a gated bot's replies", () => {
  it('are not requested by a call: the gate answers that the bot may reply', async () => {
    const world = await appWorld({ mode: 'gate' })
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual({
      session: id,
      seq: 1,
      epoch: 0,
      paused: false,
      replies: [],
    })
    expect(world.app.posted).toEqual([])
  })

  it('are accepted while the turn is open, and answered with what was committed', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    expect(await posts(world, { inReplyTo: 1, replies: words('hello', 'there') })).toEqual({
      session: id,
      seq: 1,
      epoch: 0,
      paused: false,
      replies: [
        { seq: 2, type: 'text', text: 'hello' },
        { seq: 3, type: 'text', text: 'there' },
      ],
    })
    expect(await world.log(maria)).toMatchObject([
      {},
      { by: { type: 'bot', id: 'key1' }, inReplyTo: 1 },
      { inReplyTo: 1 },
    ])
  })

  it('can name the conversation by its id', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    expect(await posts(world, { inReplyTo: 1, replies: words('hello') }, { id, botId: 'shop' })).toMatchObject({
      seq: 1,
    })
  })

  it('are committed once: a repeated post gets the first answer, even with other texts', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const first = await posts(world, { inReplyTo: 1, replies: words('hello') })
    expect(await posts(world, { inReplyTo: 1, replies: words('hello') })).toEqual(first)
    expect(await posts(world, { inReplyTo: 1, replies: words('something else') })).toEqual(first)
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'hello'])
  })

  it('are withheld after a pause, and kept once as drafts', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    for (let times = 0; times < 2; times++) {
      await expect(posts(world, { inReplyTo: 1, replies: words('late') })).rejects.toMatchObject({
        code: 'reply.withheld',
        status: 409,
      })
    }
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })

  it('are refused with a stale epoch, and the turn stays open', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    await world.userSays(maria, 'hi')
    await expect(posts(world, { epoch: 0, inReplyTo: 3, replies: words('old') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await posts(world, { epoch: 2, inReplyTo: 3, replies: words('new') })).toMatchObject({
      replies: [{ text: 'new' }],
    })
  })

  it('are refused for an unknown turn, and nothing is written', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await expect(posts(world, { inReplyTo: 7, replies: words('?') })).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await world.kinds(maria)).toEqual(['message'])
  })

  it('fail with session.not_found in a conversation without entries, by address or by id', async () => {
    const world = await appWorld({ mode: 'gate' })
    await expect(posts(world, { replies: words('?') })).rejects.toMatchObject({ code: 'session.not_found' })
    await expect(posts(world, { replies: words('?') }, { id, botId: 'shop' })).rejects.toMatchObject({
      code: 'session.not_found',
    })
    expect(await world.store.load(id)).toBeUndefined()
    // A widget may watch it before the first message.
    await addWatcher(world.app, maria, { connectionId: 'widget', as: 'user' })
    await expect(posts(world, { replies: words('?') })).rejects.toMatchObject({ code: 'session.not_found' })
    expect(await world.log(maria)).toEqual([])
  })

  it('can hand the conversation over, and a repeated post gets the same answer', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const handoff = { reason: 'too hard', priority: 'urgent' } as const
    const answer = await posts(world, { inReplyTo: 1, replies: words('one moment'), handoff })
    expect(answer).toMatchObject({ epoch: 1, paused: true, replies: [{ text: 'one moment' }] })
    expect(await posts(world, { inReplyTo: 1, replies: words('one moment'), handoff })).toEqual(answer)
    expect(await world.kinds(maria)).toEqual(['message', 'message', 'paused'])
  })

  it('are withheld after a bot-wide pause', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, paused: true } })
    await expect(posts(world, { inReplyTo: 1, replies: words('hello') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })
})

describe('an unasked message of a bot', () => {
  it('is committed while the bot holds control, once per id, and a repeat gets the same answer', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const posted = { id: 'p1', replies: words('your parcel is here') }
    const first = await posts(world, posted)
    expect(first).toMatchObject({ seq: 2, epoch: 0, paused: false, replies: [{ seq: 2, text: 'your parcel is here' }] })
    await world.agentPauses(maria)

    expect(await posts(world, posted)).toEqual(first)
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'your parcel is here'])
  })

  it('is withheld while people hold control, and again with the same id after the unpause', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.agentPauses(maria)
    const posted = { id: 'p1', epoch: 1, replies: words('buy more!') }
    await expect(posts(world, posted)).rejects.toMatchObject({ code: 'reply.withheld' })
    await world.agentResumes(maria)
    await expect(posts(world, posted)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await world.kinds(maria)).toEqual(['paused', 'withheld', 'resumed'])
  })

  it('is withheld if its epoch is from before a pause that has ended', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await world.agentPauses(maria)
    await world.agentResumes(maria)
    await expect(posts(world, { id: 'p1', epoch: 0, replies: words('old news') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await posts(world, { id: 'p2', epoch: 2, replies: words('news') })).toMatchObject({
      replies: [{ text: 'news' }],
    })
  })
})

describe("a bot's reply", () => {
  async function handedOver(replies: 'answer' | 'deliver') {
    const world = await appWorld({ channels: { web: { ...webhookChannel, replies } } })
    world.app.answer = ({ url }) =>
      url === webhookChannel.url ? { status: 'ok', body: {} } : { status: 'ok', body: { replies: [{ text: 'hello' }] } }
    const answer = await world.userSays(maria, 'hi', { id: 'm1' })
    const again = await world.userSays(maria, 'hi', { id: 'm1' })
    await world.dispatched()
    const delivered = world.app.posted.filter(({ url }) => url === webhookChannel.url)
    return { answer: answer.replies, again: again.replies, delivered: delivered.map(({ body }) => body.message) }
  }

  it('is returned in the answer and not sent to the webhook (replies: answer)', async () => {
    const hello = [{ seq: 2, type: 'text', text: 'hello' }]
    expect(await handedOver('answer')).toEqual({ answer: hello, again: hello, delivered: [] })
  })

  it('is sent to the webhook and not returned in the answer (replies: deliver)', async () => {
    expect(await handedOver('deliver')).toEqual({ answer: [], again: [], delivered: [{ type: 'text', text: 'hello' }] })
  })

  it('is sent to the webhook if no request can return it', async () => {
    const world = await appWorld({ mode: 'gate', channels: { web: webhookChannel } })
    await world.userSays(maria, 'hi')
    expect(await posts(world, { id: 'p1', replies: words('news') })).toMatchObject({ seq: 2, replies: [] })
    await world.dispatched()
    expect(world.app.posted).toMatchObject([
      { url: webhookChannel.url, id: `${id}:2`, body: { message: { text: 'news' } } },
    ])
  })
})
