import { describe, expect, it } from 'vitest'
import { appWorld, othersGoOn, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { seconds } from '../../test/support/clock.ts'
import { maria } from '../../test/support/people.ts'
import { sessionId } from '../session/session.ts'

const id = sessionId(maria)
/** The bot's time limit in these tests, and the margin for its answer to be committed. */
const LEASE_MS = seconds(11)

describe('a repeated message', () => {
  it('gets the same answer without another call of the bot', async () => {
    const world = await appWorld()
    world.botAnswers('hello')
    const first = await world.userSays(maria, 'hi', { id: 'm1' })
    await world.userSays(maria, 'and now?', { id: 'm2' })
    await world.agentPauses(maria)

    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(first)
    expect(world.app.posted).toHaveLength(2)
  })

  it('gets long replies too, which the session does not carry', async () => {
    const world = await appWorld()
    world.botAnswers('a'.repeat(5_000), 'b')
    const first = await world.userSays(maria, 'hi', { id: 'm1' })
    expect(first.replies).toMatchObject([{ text: 'a'.repeat(5_000) }, { text: 'b' }])
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toEqual(first)
  })

  it('is answered as held even after the unpause if people held it at first', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    const first = await world.userSays(maria, 'hi', { id: 'm1' })
    await world.agentResumes(maria)
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toMatchObject({ seq: first.seq, paused: true, replies: [] })
    expect(world.app.posted).toEqual([])
  })

  it('counts as a new message without an id', async () => {
    const world = await appWorld()
    world.botAnswers('hello')
    await world.userSays(maria, 'hi')
    expect(await world.userSays(maria, 'hi')).toMatchObject({ seq: 3 })
  })
})

describe('a message repeated during the call of the bot', () => {
  it('waits for the one call of the bot and gets the same answer', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    await othersGoOn()
    call.botAnswers('hello')

    expect(await retry).toEqual(await first)
    expect(await first).toMatchObject({ replies: [{ seq: 2, text: 'hello' }] })
    expect(world.app.posted).toHaveLength(1)
  })

  it('is answered as paused when a pause comes meanwhile', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    await world.agentPauses(maria)

    expect(await retry).toMatchObject({ seq: 1, paused: true, replies: [] })
    call.botAnswers('too late')
    expect(await first).toMatchObject({ paused: true, replies: [] })
  })

  it('fails with turn.in_progress if the call outlives the lease of the turn', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    const refused = expect(retry).rejects.toMatchObject({ code: 'turn.in_progress', status: 409, retryAfterSeconds: 1 })
    await othersGoOn()
    world.app.clock.advance(LEASE_MS)
    await refused

    call.botAnswers('still here')
    expect(await first).toMatchObject({ replies: [{ text: 'still here' }] })
  })
})

describe('a message repeated after the lease of its turn', () => {
  /** The process that asked the bot is gone, or hangs: its call is never answered. */
  async function givenALostTurn() {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const first = world.userSays(maria, 'hi', { id: 'm1' })
    const call = await outside.next()
    return { world, outside, first, call }
  }

  it('takes the turn over and calls the bot again with the same id', async () => {
    const { world, outside } = await givenALostTurn()
    world.app.clock.advance(LEASE_MS)
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    const again = await outside.next()
    expect(again.post).toMatchObject({ id: `${id}:1`, body: { seq: 1, message: { id: 'm1', text: 'hi' } } })
    again.botAnswers('hello')

    expect(await retry).toMatchObject({ seq: 1, replies: [{ seq: 2, text: 'hello' }] })
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'hello'])
  })

  it('leaves one reply in the log if the first call ends after all, and both requests get it', async () => {
    const { world, outside, first, call } = await givenALostTurn()
    world.app.clock.advance(LEASE_MS)
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    const again = await outside.next()
    call.botAnswers('first')
    const answer = await first
    again.botAnswers('second')

    expect(await retry).toEqual(answer)
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'first'])
  })

  it('is not failed by the call that it replaced', async () => {
    const { world, outside, first, call } = await givenALostTurn()
    world.app.clock.advance(LEASE_MS)
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    const again = await outside.next()
    call.answer({ status: 'retry', reason: 'no answer within 10000 ms' })
    await othersGoOn()
    expect(await world.kinds(maria)).toEqual(['message'])
    again.botAnswers('hello')

    expect(await retry).toMatchObject({ paused: false, replies: [{ text: 'hello' }] })
    expect(await first).toEqual(await retry)
  })

  it('is answered as paused after the deadline of the turn, without another call', async () => {
    const { world } = await givenALostTurn()
    world.app.clock.advance(LEASE_MS + world.app.policy.turnGraceMs)
    expect(await world.userSays(maria, 'hi', { id: 'm1' })).toMatchObject({ seq: 1, paused: true, replies: [] })
    expect(world.app.posted).toHaveLength(1)
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'paused', trigger: 'bot_failed', held: [1] })
  })

  it('takes the turn over even after 25 newer messages', async () => {
    const { world, outside } = await givenALostTurn()
    world.app.clock.advance(seconds(1))
    for (let n = 0; n < 25; n++) {
      const other = world.userSays(maria, `more ${n}`, { id: `n${n}` })
      ;(await outside.next()).botAnswers('ok')
      await other
    }
    world.app.clock.advance(LEASE_MS - seconds(1))
    const retry = world.userSays(maria, 'hi', { id: 'm1' })
    ;(await outside.next()).botAnswers('at last')
    expect(await retry).toMatchObject({ seq: 1, replies: [{ text: 'at last' }] })
  })
})
