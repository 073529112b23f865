import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { receiveFrame } from '../../functions/agent-ws/receive.ts'
import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import type { ClientFrame } from '../../lib/protocol/frames.ts'
import { sessionId } from '../../lib/session/session.ts'
import type { Person } from '../../local/graph/person.ts'
import { minutes, seconds } from '../support/clock.ts'
import { hours } from '../support/deliveries.ts'
import { anAgentSocket } from '../support/stored.ts'
import { BOT } from './channel-world.ts'
import { messengerWorld, PAGE_ID } from './messenger-platform.ts'

let messenger: Awaited<ReturnType<typeof messengerWorld>>
let maria: Person

/** Maria wrote to the page, and the bot answered. */
const opens = async (options: Partial<MessengerChannel> = {}) => {
  messenger = await messengerWorld(options)
  maria = messenger.graph.addPerson(messenger.page)
  const owner = { as: 'agent', id: 'ana', name: 'Ana', roles: ['shop:agent'] } as const
  const expiresAt = messenger.world.clock.now() + hours(24 * 30)
  await messenger.world.app.store.putSocket(anAgentSocket('console', { botId: BOT, owner, expiresAt }))
  maria.says('hello')
  await messenger.settles()
}
const closes = () => messenger.end()
beforeEach(() => opens())
afterEach(closes)

const who = () => messenger.whoIs(maria)
const types = (more: Partial<Extract<ClientFrame, { type: 'typing' }>> = {}) =>
  receiveFrame(
    messenger.world.app,
    'console',
    JSON.stringify({ type: 'typing', session: sessionId(who()), on: true, ...more }),
    'request',
  )
const takesOver = () => messenger.world.agentPauses(who())
/** How often the page called the Send API since the last look. */
const sends = () => messenger.calls.splice(0).filter(call => call === `POST ${PAGE_ID}/messages`).length
/** Whether Maria sees that the page types. */
const isShown = () => maria.thread.typingUntil > messenger.world.clock.now()

describe('a person on Messenger', () => {
  it('sees that an agent types, by one call in ten seconds, as long as the agent goes on', async () => {
    await takesOver()
    sends()
    for (let second = 0; second < 30; second += 3) {
      await types()
      expect(isShown()).toBe(true)
      messenger.world.clock.advance(seconds(3))
    }
    expect(sends()).toBe(3)
    messenger.world.clock.advance(seconds(20))
    expect(isShown()).toBe(false)
  })

  it('sees no sign of a note, and none when the agent stops', async () => {
    await takesOver()
    sends()
    await types({ in: 'note' })
    await types({ on: false })
    expect(sends()).toBe(0)
  })

  it('sees no sign while the bot has the conversation, neither before nor after an agent', async () => {
    sends()
    await types()
    expect(sends()).toBe(0)
    await takesOver()
    await messenger.world.agentResumes(who())
    await types()
    expect(sends()).toBe(0)
    expect(isShown()).toBe(false)
  })

  it('sees no sign once no answer of an agent can arrive', async () => {
    await takesOver()
    messenger.world.clock.advance(hours(24 * 7) - seconds(1))
    sends()
    await types()
    expect(sends()).toBe(1)
    messenger.world.clock.advance(minutes(1))
    await types()
    expect(sends()).toBe(0)
  })

  it('sees no sign if the channel has none', async () => {
    await closes()
    await opens({ typing: 'none' })
    await takesOver()
    sends()
    await types()
    expect(sends()).toBe(0)
  })

  it('sees that the bot is answering only if the channel shows that, too', async () => {
    expect(sends()).toBe(1)
    await closes()
    await opens({ typing: 'all' })
    expect(sends()).toBe(2)
    expect(messenger.textsTo(maria)).toEqual(['bot: hello'])
    expect(isShown()).toBe(false)
  })
})

describe("a typing frame's effect on others", () => {
  it('does not depend on the platform', async () => {
    await takesOver()
    const pushed: unknown[] = []
    const { app } = messenger.world
    Object.assign(app, { sockets: { ...app.sockets, push: async (_: string, frame: unknown) => pushed.push(frame) } })
    await app.store.putSocket(anAgentSocket('other', { botId: BOT, expiresAt: app.clock.now() + minutes(60) }))
    await receiveFrame(app, 'other', JSON.stringify({ type: 'watch', session: sessionId(who()), cursor: 0 }), 'request')
    pushed.length = 0
    messenger.graph.faults.next(1, { hangUp: true })
    await types()
    expect(pushed).toMatchObject([{ type: 'typing', from: 'agent', on: true, agent: { id: 'ana' } }])
    await messenger.graph.close()
    messenger.world.clock.advance(seconds(10))
    await types()
    expect(pushed).toHaveLength(2)
  })
})
