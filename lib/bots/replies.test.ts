import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { aWorld, maria, textsOf, type World } from '../../test/support/world.ts'
import { addWatcher } from '../conversations/watching.ts'
import type { PostReplies } from '../protocol/bot.ts'
import { sessionId } from '../session/session.ts'
import { postReplies } from './replies.ts'

const id = sessionId(maria)
const words = (...texts: readonly string[]) => texts.map(text => ({ type: 'text' as const, text }))

function posts(world: World, posted: Partial<PostReplies>, target: Parameters<typeof postReplies>[1] = maria) {
  return postReplies(world.app, target, 'key1', { epoch: 0, replies: [], ...posted })
}

describe("a gated bot's replies", () => {
  it('are asked for at the gate: nobody is called, and the bot hears that it may answer', async () => {
    const world = await aWorld({ mode: 'gate' })
    expect(await world.says(maria, 'hi', { id: 'm1' })).toEqual({
      session: id,
      seq: 1,
      epoch: 0,
      paused: false,
      replies: [],
    })
    expect(world.app.posted).toEqual([])
  })

  it('are accepted while the turn is open, and answered with what was committed', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
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

  it('may name the conversation by its id', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    expect(await posts(world, { inReplyTo: 1, replies: words('hello') }, { id, botId: 'shop' })).toMatchObject({
      seq: 1,
    })
  })

  it('are taken once: posted again they are answered alike, whatever they say by then', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    const first = await posts(world, { inReplyTo: 1, replies: words('hello') })
    expect(await posts(world, { inReplyTo: 1, replies: words('hello') })).toEqual(first)
    expect(await posts(world, { inReplyTo: 1, replies: words('something else') })).toEqual(first)
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'hello'])
  })

  it('are withheld after a pause: kept once as drafts, and no reply of theirs is shown', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    await world.agentTakes(maria)
    for (let times = 0; times < 2; times++) {
      await expect(posts(world, { inReplyTo: 1, replies: words('late') })).rejects.toMatchObject({
        code: 'reply.withheld',
        status: 409,
      })
    }
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })

  it('of a stale epoch are refused, and the turn still waits for its answer', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.agentTakes(maria)
    await world.agentGivesBack(maria)
    await world.says(maria, 'hi')
    await expect(posts(world, { epoch: 0, inReplyTo: 3, replies: words('old') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await posts(world, { epoch: 2, inReplyTo: 3, replies: words('new') })).toMatchObject({
      replies: [{ text: 'new' }],
    })
  })

  it('to a turn that nobody knows are refused, and nothing is written', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    await expect(posts(world, { inReplyTo: 7, replies: words('?') })).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await world.kinds(maria)).toEqual(['message'])
  })

  it('in a conversation that does not exist are not found, by either name', async () => {
    const world = await aWorld({ mode: 'gate' })
    await expect(posts(world, { replies: words('?') })).rejects.toMatchObject({ code: 'session.not_found' })
    await expect(posts(world, { replies: words('?') }, { id, botId: 'shop' })).rejects.toMatchObject({
      code: 'session.not_found',
    })
    expect(await world.store.load(id)).toBeUndefined()
    // A widget may have it open before the first word.
    await addWatcher(world.app, maria, { connectionId: 'widget', as: 'user' })
    await expect(posts(world, { replies: words('?') })).rejects.toMatchObject({ code: 'session.not_found' })
    expect(await world.log(maria)).toEqual([])
  })

  it('may hand the conversation over', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    const handoff = { reason: 'too hard', priority: 'urgent' } as const
    const answer = await posts(world, { inReplyTo: 1, replies: words('one moment'), handoff })
    expect(answer).toMatchObject({ epoch: 1, paused: true, replies: [{ text: 'one moment' }] })
    expect(await posts(world, { inReplyTo: 1, replies: words('one moment'), handoff })).toEqual(answer)
    expect(await world.kinds(maria)).toEqual(['message', 'message', 'paused'])
  })

  it('are withheld once the whole bot is paused', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    const stored = (await world.store.bot('shop'))!
    await world.store.putBot('shop', 1, { ...stored, config: { ...stored.config, version: 2, paused: true } })
    await expect(posts(world, { inReplyTo: 1, replies: words('hello') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })
})

describe('what a bot says of its own accord', () => {
  it('is said while the bot holds, once per id, and answered alike', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    const posted = { id: 'p1', replies: words('your parcel is here') }
    const first = await posts(world, posted)
    expect(first).toMatchObject({ seq: 2, epoch: 0, paused: false, replies: [{ seq: 2, text: 'your parcel is here' }] })
    await world.agentTakes(maria)

    expect(await posts(world, posted)).toEqual(first)
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'your parcel is here'])
  })

  it('is withheld while a person holds, with the id too, and stays so after', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.agentTakes(maria)
    const posted = { id: 'p1', epoch: 1, replies: words('buy more!') }
    await expect(posts(world, posted)).rejects.toMatchObject({ code: 'reply.withheld' })
    await world.agentGivesBack(maria)
    await expect(posts(world, posted)).rejects.toMatchObject({ code: 'reply.withheld' })
    expect(await world.kinds(maria)).toEqual(['paused', 'withheld', 'resumed'])
  })

  it('is withheld where it was thought of before a pause that is over', async () => {
    const world = await aWorld({ mode: 'gate' })
    await world.says(maria, 'hi')
    await world.agentTakes(maria)
    await world.agentGivesBack(maria)
    await expect(posts(world, { id: 'p1', epoch: 0, replies: words('old news') })).rejects.toMatchObject({
      code: 'reply.withheld',
    })
    expect(await posts(world, { id: 'p2', epoch: 2, replies: words('news') })).toMatchObject({
      replies: [{ text: 'news' }],
    })
  })
})

describe("a reply reaches the user by the answer or by the channel's webhook, never by both", () => {
  async function handedOver(replies: 'answer' | 'deliver') {
    const world = await aWorld({ channels: { web: { ...webhookChannel, replies } } })
    world.app.answer = ({ url }) =>
      url === webhookChannel.url ? { status: 'ok', body: {} } : { status: 'ok', body: { replies: [{ text: 'hello' }] } }
    const answer = await world.says(maria, 'hi', { id: 'm1' })
    const again = await world.says(maria, 'hi', { id: 'm1' })
    await world.dispatched()
    const delivered = world.app.posted.filter(({ url }) => url === webhookChannel.url)
    return { answer: answer.replies, again: again.replies, delivered: delivered.map(({ body }) => body.message) }
  }

  it('by the answer', async () => {
    const hello = [{ seq: 2, type: 'text', text: 'hello' }]
    expect(await handedOver('answer')).toEqual({ answer: hello, again: hello, delivered: [] })
  })

  it('by the webhook', async () => {
    expect(await handedOver('deliver')).toEqual({ answer: [], again: [], delivered: [{ type: 'text', text: 'hello' }] })
  })

  it('by the webhook, whatever the channel, where no request could be answered with it', async () => {
    const world = await aWorld({ mode: 'gate', channels: { web: webhookChannel } })
    await world.says(maria, 'hi')
    expect(await posts(world, { id: 'p1', replies: words('news') })).toMatchObject({ seq: 2, replies: [] })
    await world.dispatched()
    expect(world.app.posted).toMatchObject([
      { url: webhookChannel.url, id: `${id}:2`, body: { message: { text: 'news' } } },
    ])
  })
})
