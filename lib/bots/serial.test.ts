import { describe, expect, it } from 'vitest'
import { appWorld, othersGoOn, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { maria } from '../../test/support/people.ts'
import { postReplies } from './replies.ts'

describe('the replies of a bot', () => {
  async function twoTurns(turns: 'serial' | 'overlap') {
    const world = await appWorld({ turns })
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'one')
    const callOfFirst = await outside.next()
    const second = world.userSays(maria, 'two')
    const callOfSecond = await outside.next()
    return { world, first, second, callOfFirst, callOfSecond }
  }

  it('may overtake each other if turns overlap', async () => {
    const { world, first, second, callOfFirst, callOfSecond } = await twoTurns('overlap')
    callOfSecond.botAnswers('re two')
    expect(await second).toMatchObject({ replies: [{ seq: 3, text: 're two' }] })
    callOfFirst.botAnswers('re one')
    expect(await first).toMatchObject({ replies: [{ seq: 4, text: 're one' }] })
    expect(await world.kinds(maria)).toEqual(['message', 'message', 'message', 'message'])
  })

  it('keep the order of the messages if turns are serial', async () => {
    const { world, first, second, callOfFirst, callOfSecond } = await twoTurns('serial')
    callOfSecond.botAnswers('re two')
    await othersGoOn()
    expect(textsOf(await world.log(maria))).toEqual(['one', 'two'])
    callOfFirst.botAnswers('re one')

    await Promise.all([first, second])
    expect(textsOf(await world.log(maria))).toEqual(['one', 'two', 're one', 're two'])
  })

  it('cause a handoff if they wait for an older turn until their lease ends', async () => {
    const { world, second, callOfSecond } = await twoTurns('serial')
    callOfSecond.botAnswers('re two')
    await othersGoOn()
    world.app.clock.advance(seconds(11))

    expect(await second).toMatchObject({ seq: 2, paused: true, replies: [] })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'paused', trigger: 'bot_failed', held: [1, 2] })
  })

  it('are withheld for the older turn once the newer one has caused a handoff', async () => {
    const { world, first, second, callOfFirst, callOfSecond } = await twoTurns('serial')
    callOfSecond.botAnswers('re two')
    await othersGoOn()
    world.app.clock.advance(seconds(11))
    await second
    callOfFirst.botAnswers('re one')

    expect(await first).toMatchObject({ paused: true, replies: [] })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'withheld', inReplyTo: 1, text: 're one' })
  })
})

describe('a gated bot with serial turns', () => {
  it('waits with a reply until the older turn is answered', async () => {
    const world = await appWorld({ mode: 'gate', turns: 'serial' })
    await world.userSays(maria, 'one')
    await world.userSays(maria, 'two')
    const second = postReplies(world.app, maria, 'key1', {
      epoch: 0,
      inReplyTo: 2,
      replies: [{ type: 'text', text: 're two' }],
    })
    await othersGoOn()
    expect(textsOf(await world.log(maria))).toEqual(['one', 'two'])
    await postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 1, replies: [{ type: 'text', text: 're one' }] })

    expect(await second).toMatchObject({ seq: 2, replies: [{ seq: 4, text: 're two' }] })
  })

  it('gets turn.in_progress if the older turn stays open, and can post the reply again', async () => {
    const world = await appWorld({ mode: 'gate', turns: 'serial' })
    await world.userSays(maria, 'one')
    await world.userSays(maria, 'two')
    const replies = [{ type: 'text', text: 're two' }] as const
    const second = postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 2, replies: [...replies] })
    const refused = expect(second).rejects.toMatchObject({ code: 'turn.in_progress', status: 409 })
    await othersGoOn()
    world.app.clock.advance(seconds(25))
    await refused

    await postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 1, replies: [] })
    expect(
      await postReplies(world.app, maria, 'key1', { epoch: 0, inReplyTo: 2, replies: [...replies] }),
    ).toMatchObject({
      replies: [{ seq: 3, text: 're two' }],
    })
  })
})
