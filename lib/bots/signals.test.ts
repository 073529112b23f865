import { describe, expect, it } from 'vitest'
import { appWorld } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { addWatcher } from '../conversations/watching.ts'
import { deliverPending } from '../effects/deliver.ts'
import { sessionId } from '../session/session.ts'
import { converse } from './converse.ts'

const id = sessionId(maria)

describe('signals of a channel: typing, delivery and read', () => {
  it('are not logged, not sent to the bot, and create no conversation', async () => {
    const world = await appWorld()
    for (const type of ['typing', 'delivery', 'read'] as const) {
      expect(await converse(world.app, maria, { type })).toEqual({
        session: id,
        seq: 0,
        epoch: 0,
        paused: false,
        replies: [],
      })
    }
    expect(await world.store.load(id)).toBeUndefined()
    expect(world.app.posted).toEqual([])
  })

  it('push typing to agents only', async () => {
    const world = await appWorld()
    await world.userAsksForPerson(maria)
    for (const [connectionId, as] of [
      ['console', 'agent'],
      ['widget', 'user'],
    ] as const) {
      await world.store.putSocket(anAgentSocket(connectionId))
      await addWatcher(world.app, maria, { connectionId, as })
    }
    expect(await converse(world.app, maria, { type: 'typing' })).toMatchObject({ seq: 1, paused: true, replies: [] })

    expect(world.app.pushed).toEqual([
      { connectionId: 'console', frame: { type: 'typing', session: id, from: 'user', on: true } },
    ])
  })

  it('are answered as paused during a bot-wide pause', async () => {
    const world = await appWorld({ paused: true })
    expect(await converse(world.app, maria, { type: 'read' })).toMatchObject({ paused: true })
  })

  it('are answered with the current holder, even if an overdue give-up was not carried out', async () => {
    const world = await appWorld()
    await world.userAsksForPerson(maria)
    world.app.clock.advance(world.app.policy.giveUpMs)
    expect(await converse(world.app, maria, { type: 'read' })).toMatchObject({ paused: false })
  })
})

describe('receipts of a channel', () => {
  const deliver = {
    channels: {
      [maria.channel]: { type: 'webhook', url: 'https://c.example', secret: 'whsec_c2VjcmV0', replies: 'deliver' },
    },
  } as const

  /** A conversation in which Ana has said three messages to the user, the last of which has not left yet. */
  async function givenThreeMessages() {
    const world = await appWorld(deliver)
    await world.agentPauses(maria)
    const [first, second] = [await world.agentSays(maria, 'one'), await world.agentSays(maria, 'two')]
    await world.dispatched()
    const third = await world.agentSays(maria, 'three')
    const warnings: string[] = []
    const signals = async (type: 'delivery' | 'read', payload?: Record<string, unknown>) => {
      await converse(world.app, maria, { type, ...(payload && { payload }) }, path => warnings.push(path))
      const { deliveredUpTo = 0, readUpTo = 0 } = (await world.store.receipts(id)) ?? {}
      return { deliveredUpTo, readUpTo }
    }
    return { world, first, second, third, warnings, signals }
  }

  it('name a message', async () => {
    const { first, second, signals } = await givenThreeMessages()
    expect(await signals('delivery', { upTo: second })).toEqual({ deliveredUpTo: second, readUpTo: 0 })
    expect(await signals('read', { upTo: first })).toEqual({ deliveredUpTo: second, readUpTo: first })
    expect(await signals('delivery', { upTo: `${first}` })).toEqual({ deliveredUpTo: second, readUpTo: first })
  })

  it('name the newest message that has left if they have no number', async () => {
    const { world, second, third, signals } = await givenThreeMessages()
    expect(await signals('read')).toEqual({ deliveredUpTo: second, readUpTo: second })
    expect(await signals('delivery', { upTo: null })).toEqual({ deliveredUpTo: second, readUpTo: second })
    world.outsideAnswers({ status: 'retry', reason: 'answered 503' })
    await world.dispatched()
    expect(await signals('delivery')).toEqual({ deliveredUpTo: second, readUpTo: second })
    world.outsideAnswers({ status: 'ok', body: {} })
    world.app.clock.advance(world.app.policy.retryMs[0] ?? 0)
    await deliverPending(world.app, { id, botId: maria.botId })
    expect(await signals('delivery')).toEqual({ deliveredUpTo: third, readUpTo: second })
  })

  it('name no message after the end of the log', async () => {
    const { third, signals } = await givenThreeMessages()
    expect(await signals('read', { upTo: 1_000 })).toEqual({ deliveredUpTo: third, readUpTo: third })
  })

  it.each([-1, 1.5, 'two', {}, true])('are ignored with a warning if the number is %j', async upTo => {
    const { signals, warnings } = await givenThreeMessages()
    expect(await signals('read', { upTo })).toEqual({ deliveredUpTo: 0, readUpTo: 0 })
    expect(warnings).toEqual(['payload.upTo'])
  })

  it('are pushed to the agents who have the conversation open', async () => {
    const { world, first, signals } = await givenThreeMessages()
    await world.store.putSocket(anAgentSocket('console'))
    await addWatcher(world.app, maria, { connectionId: 'console', as: 'agent' })
    await signals('delivery', { upTo: first })
    expect(world.framesTo('console')).toEqual([{ type: 'receipts', session: id, deliveredUpTo: first, readUpTo: 0 }])
  })
})
