import { describe, expect, it } from 'vitest'
import type { BotAgent } from '../../lib/protocol/agents.ts'
import { messagesOf } from '../../lib/protocol/entry.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import type { SocketClient } from './socket.ts'

/** Short, so that a silent socket is soon missed. */
const PRESENCE = { presenceMs: 2_500, graceMs: 1_500 }

/** Pings like a client that is alive. Returns how to stop, as a laptop that falls asleep does. */
function staysAlive(socket: SocketClient): () => void {
  const timer = setInterval(() => void socket.ping().catch(() => {}), 600)
  return () => clearInterval(timer)
}

describe.each(ENGINES)('agents who vanish, over %s', engine => {
  const world = runningWorld(engine, PRESENCE)

  const ownerOf = async (bot: TestBot, session: string) => {
    const { body } = await bot.get<{ control: { handoff?: { agent?: { id: string } } } }>(`conversations/${session}`)
    return body.control.handoff?.agent?.id
  }
  const statusOf = async (bot: TestBot, id: string) => {
    const token = await world.agentToken(bot.botId, 'Observer')
    const { body } = await bot.get<{ items: BotAgent[] }>('agents', token)
    return body.items.find(agent => agent.id === id)
  }

  it.each([
    ['whose laptop sleeps with its connection open', () => {}],
    ['whose connection breaks', (ana: SocketClient) => ana.terminate()],
  ])('lose their conversation to another agent after the grace time: one %s', async (_name, breaks) => {
    const bot = await world.bot('vanish', {
      mode: 'gate',
      handoffs: { assignment: 'least_loaded', capacity: 1, queues: {} },
    })
    const { socket: user, session } = await world.user(bot)
    const ana = await world.agent(bot)
    const sleeps = staysAlive(ana)
    await user.say(session, 'hello')
    await user.ask({ type: 'pause', id: 'p1', session })
    await eventually('Ana has it', async () => (await ownerOf(bot, session)) === 'ana')
    await ana.ask({ type: 'watch', session, cursor: 0 })
    await ana.say(session, 'I am here')
    await eventually('the status', async () => (await statusOf(bot, 'ana'))?.load === 1)
    expect(await statusOf(bot, 'ana')).toMatchObject({ status: 'online', load: 1, capacity: 1 })

    const ben = await world.agent(bot, 'Ben')
    const ends = staysAlive(ben)
    sleeps()
    breaks(ana)
    await user.say(session, 'are you there?')
    await eventually('Ben has it', async () => (await ownerOf(bot, session)) === 'ben')
    expect(await statusOf(bot, 'ana')).toMatchObject({ status: 'offline', load: 0 })
    expect(await statusOf(bot, 'ben')).toMatchObject({ status: 'online', load: 1 })
    await ben.ask({ type: 'watch', session, cursor: 0 })
    await ben.say(session, 'I take over')
    await user.entry(session, entry => entry.kind === 'message' && entry.text === 'I take over')

    const log = await bot.transcript(session)
    const handoff = log.filter(({ kind }) => kind === 'assigned' || kind === 'transferred')
    expect(handoff).toMatchObject([
      { kind: 'assigned', agent: { id: 'ana' }, by: { type: 'system' } },
      { kind: 'transferred', by: { type: 'system' }, from: { id: 'ana' }, reason: 'the agent is gone' },
      { kind: 'assigned', agent: { id: 'ben' }, by: { type: 'system' } },
    ])
    const seen = messagesOf(user.received(session)).map(({ by, text }) => `${by.type}: ${text}`)
    expect(seen).toEqual(['user: hello', 'agent: I am here', 'user: are you there?', 'agent: I take over'])
    ends()

    const again = await world.agent(bot, 'Ana', ana)
    await expect(
      again.ask({ type: 'message', id: 'late', session, message: { type: 'text', text: 'late' }, ifHeld: true }),
    ).rejects.toMatchObject({ code: 'handoff.not_yours', holder: { agent: { id: 'ben' } } })
  })

  it('keep their conversation if they come back within the grace time', async () => {
    const bot = await world.bot('back', {
      mode: 'gate',
      handoffs: { assignment: 'least_loaded', graceSeconds: 6, queues: {} },
    })
    const { socket: user, session } = await world.user(bot)
    const ana = await world.agent(bot)
    await user.ask({ type: 'pause', id: 'p1', session })
    await eventually('Ana has it', async () => (await ownerOf(bot, session)) === 'ana')
    ana.terminate()
    await eventually('Ana is offline', async () => (await statusOf(bot, 'ana'))?.status === 'offline')
    const again = await world.agent(bot, 'Ana', ana)
    const ends = staysAlive(again)
    await new Promise(resolve => setTimeout(resolve, 7_500))
    expect(await ownerOf(bot, session)).toBe('ana')
    ends()
  })
})

describe('agents over a restart', () => {
  const world = runningWorld('sqlite', PRESENCE)

  it('lose their conversation if they do not connect again', async () => {
    const bot = await world.bot('restart', { mode: 'gate' })
    const { session } = (await bot.receive('rita', { text: 'hello' })).body
    await bot.pauseUser('rita')
    const ana = await world.agent(bot)
    await ana.ask({ type: 'claim', id: 'c1', session })
    await world.restart('kill')
    const later = world.again(bot)
    await eventually('nobody has it', async () => {
      const log = await later.transcript(session)
      return log.some(entry => entry.kind === 'transferred' && entry.reason === 'the agent is gone')
    })
  })
})
