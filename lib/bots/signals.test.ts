import { describe, expect, it } from 'vitest'
import { appWorld } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { addWatcher } from '../conversations/watching.ts'
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
    await converse(world.app, maria, { type: 'delivery' })

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
