import { describe, expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { jonas, maria as person } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget } from '../../test/support/sockets.ts'

const maria = { ...person, channel: 'web' }
const id = sessionId(maria)
const frame = (deliveredUpTo: number, readUpTo: number) => ({ type: 'receipts', session: id, deliveredUpTo, readUpTo })

/** Maria's conversation of three entries, which Ana has open. */
async function aConversation() {
  const world = await appWorld({ mode: 'gate' })
  await world.userSays(maria, 'hello')
  const ana = await aConsole(world, 'ana')
  await ana.send({ type: 'watch', session: id, cursor: 0 })
  await world.agentSays(maria, 'I am Ana')
  await world.agentSays(maria, 'how can I help?')
  ana.frames()
  const receiptsIn = (frames: readonly { type: string }[]) => frames.filter(({ type }) => type === 'receipts')
  return { world, ana, told: () => receiptsIn(ana.frames()), receiptsIn }
}

describe('receipts of an end user', () => {
  it('tell the agents who have the conversation open that everything up to the cursor of a `hello` has arrived', async () => {
    const { world, told } = await aConversation()
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello', cursors: { [id]: 2 } })
    expect(told()).toEqual([frame(2, 0)])
    await widget.send({ type: 'hello', cursors: {} })
    expect(told()).toEqual([])
  })

  it('follow the cursor of each `ping`', async () => {
    const { world, told } = await aConversation()
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello', cursors: { [id]: 2 } })
    told()
    await widget.send({ type: 'ping', cursors: { [id]: 2 } })
    expect(told()).toEqual([])
    await widget.send({ type: 'ping', cursors: { [id]: 3 } })
    expect(told()).toEqual([frame(3, 0)])
  })

  it('follow the frame `read`, which never lowers them', async () => {
    const { world, told } = await aConversation()
    const widget = await aWidget(world, maria)
    const answer = async (seq: number) => await answerTo(widget, { type: 'read', id: 'r', session: id, seq })
    expect(await answer(2)).toEqual({ type: 'ok', replyTo: 'r', result: { session: id, seq: 2 } })
    expect(told()).toEqual([frame(2, 2)])
    expect(await answer(1)).toMatchObject({ result: { seq: 2 } })
    expect(await answer(900)).toMatchObject({ result: { seq: 3 } })
    expect(told()).toEqual([frame(3, 3)])
  })

  it('are theirs alone: another conversation is unknown to them', async () => {
    const { world, told } = await aConversation()
    const widget = await aWidget(world, { ...jonas, channel: 'web' })
    expect(await answerTo(widget, { type: 'read', id: 'r', session: id, seq: 2 })).toMatchObject({
      type: 'error',
      code: 'session.not_found',
    })
    expect(told()).toEqual([])
  })

  it('never reach an end user', async () => {
    const { world, receiptsIn } = await aConversation()
    const widget = await aWidget(world, maria)
    const frames = [
      ...(await widget.send({ type: 'hello', cursors: { [id]: 3 } })),
      ...(await widget.send({ type: 'read', session: id, seq: 3 })),
      ...(await widget.send({ type: 'watch', session: id, cursor: 3 })),
    ]
    expect(receiptsIn(frames)).toEqual([])
  })

  it('do not fail a ping when the store cannot keep them', async () => {
    const { world } = await aConversation()
    const widget = await aWidget(world, maria)
    await widget.send({ type: 'hello', cursors: {} })
    Object.assign(world.app.receipts, { add: async () => Promise.reject(new Error('the store is away')) })
    expect(await answerTo(widget, { type: 'ping', id: 'p', cursors: { [id]: 3 } })).toMatchObject({ type: 'pong' })
  })
})

describe('an agent who opens a conversation', () => {
  it('gets its receipts before the answer, and no frame if there are none', async () => {
    const { world, receiptsIn } = await aConversation()
    const ben = await aConsole(world, 'ben')
    expect(receiptsIn(await ben.send({ type: 'watch', session: id, cursor: 3 }))).toEqual([])
    await world.app.receipts.add({ id, botId: 'shop' }, { deliveredUpTo: 3, readUpTo: 2 })
    ben.frames()

    const types = (await ben.send({ type: 'watch', id: 'w', session: id, cursor: 3 })).map(({ type }) => type)
    expect(types.indexOf('receipts')).toBeGreaterThanOrEqual(0)
    expect(types.indexOf('receipts')).toBeLessThan(types.indexOf('ok'))
    expect(receiptsIn(await ben.send({ type: 'hello', cursors: { [id]: 3 } }))).toEqual([frame(3, 2)])
  })

  it('gets them with a ping that opens it again, and not with the others', async () => {
    const { world, ana, receiptsIn } = await aConversation()
    await world.app.receipts.add({ id, botId: 'shop' }, { readUpTo: 2 })
    ana.frames()
    expect(receiptsIn(await ana.send({ type: 'ping', cursors: { [id]: 3 } }))).toEqual([])
    await ana.send({ type: 'unwatch', session: id })
    expect(receiptsIn(await ana.send({ type: 'ping', cursors: { [id]: 3 } }))).toEqual([frame(2, 2)])
  })
})
