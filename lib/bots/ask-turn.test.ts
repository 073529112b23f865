import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, slowOutside, textsOf } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { agentPauses, userSays } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import { sessionId } from '../session/session.ts'
import { askTurn } from './ask-turn.ts'

const turn = { botId: 'shop', session: sessionId(maria), seq: 1, attempt: 1 }

async function withOpenTurn(world: AppWorld, text = 'hi') {
  await execute(world.app, maria, userSays(text, { id: 'm1', sentAt: '2026-01-05T08:59:00.000Z' }))
}

describe('askTurn', () => {
  it('sends the logged message to the bot, and logs the reply', async () => {
    const world = await appWorld()
    await withOpenTurn(world)
    world.botAnswers('hello Maria')

    await askTurn(world.app, turn)

    expect(world.app.posted).toMatchObject([
      {
        id: `${turn.session}:1`,
        body: {
          type: 'message',
          seq: 1,
          message: { id: 'm1', type: 'text', text: 'hi', at: '2026-01-05T08:59:00.000Z' },
        },
      },
    ])
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'hello Maria'])
  })

  it('reads a long message, or one older than the newest commit, from the log', async () => {
    const world = await appWorld()
    const long = 'x'.repeat(5_000)
    await withOpenTurn(world, long)
    await askTurn(world.app, turn)
    expect(world.app.posted[0]?.body).toMatchObject({ message: { text: long } })

    await execute(world.app, maria, userSays('second'))
    await execute(world.app, maria, userSays('third'))
    await askTurn(world.app, { ...turn, seq: 2 })
    expect(world.app.posted[1]?.body).toMatchObject({ seq: 2, message: { text: 'second' } })
  })

  it('does not call the bot for a turn that is unknown, answered, held or at another attempt', async () => {
    const world = await appWorld()
    await withOpenTurn(world)
    await askTurn(world.app, { ...turn, attempt: 2 })
    await askTurn(world.app, { ...turn, seq: 7 })
    expect(world.app.posted).toEqual([])

    await askTurn(world.app, turn)
    await askTurn(world.app, turn)
    expect(world.app.posted).toHaveLength(1)

    await execute(world.app, maria, userSays('again'))
    await execute(world.app, maria, agentPauses())
    await askTurn(world.app, { ...turn, seq: 2 })
    expect(world.app.posted).toHaveLength(1)
  })

  it('logs one reply if its event comes twice', async () => {
    const world = await appWorld()
    await withOpenTurn(world)
    world.botAnswers('hello Maria')
    await Promise.all([askTurn(world.app, turn), askTurn(world.app, turn)])
    expect(textsOf(await world.log(maria))).toEqual(['hi', 'hello Maria'])
  })

  it('keeps the reply as a draft if people took the conversation meanwhile', async () => {
    const world = await appWorld()
    await withOpenTurn(world)
    const outside = slowOutside(world.app)
    const asking = askTurn(world.app, turn)
    const call = await outside.next()
    await world.agentPauses(maria)
    call.botAnswers('too late')
    await asking
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'withheld'])
  })

  it('ends without waiting for a retry that took the turn over', async () => {
    const world = await appWorld()
    await withOpenTurn(world)
    const outside = slowOutside(world.app)
    const first = askTurn(world.app, turn)
    const call = await outside.next()
    world.app.clock.advance(seconds(11))
    await execute(world.app, maria, userSays('hi', { id: 'm1' }))
    call.answer({ status: 'retry', reason: 'busy' })
    await first
    expect(await world.kinds(maria)).toEqual(['message'])
  })

  it('hands the turn to people if the bot fails, or if the event is lost', async () => {
    const failing = await appWorld()
    await withOpenTurn(failing)
    failing.outsideAnswers({ status: 'refused', reason: 'broken' })
    await askTurn(failing.app, turn)
    expect(await failing.log(maria)).toMatchObject([{}, { kind: 'paused', trigger: 'bot_failed' }])

    const lost = await appWorld()
    await withOpenTurn(lost)
    lost.app.clock.advance(minutes(1))
    await execute(lost.app, maria, { verb: 'tick' })
    expect(await lost.log(maria)).toMatchObject([{}, { kind: 'paused', trigger: 'bot_failed' }])
  })
})
