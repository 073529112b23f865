import { beforeAll, describe, expect, it } from 'vitest'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'

type ReadFrame = Extract<ServerFrame, { type: 'read' }>
type PresenceFrame = Extract<ServerFrame, { type: 'presence' }>

describe.each(ENGINES)('the console over %s', engine => {
  const world = runningWorld(engine)
  let bot: TestBot
  let token: string

  beforeAll(async () => {
    bot = await world.bot('console', { mode: 'gate' })
    token = await world.agentToken(bot.botId, 'Ana')
  })

  async function aConversation(userId: string, texts: readonly string[]): Promise<string> {
    let session = ''
    for (const text of texts) session = (await bot.receive(userId, { text })).body.session
    return session
  }

  it("syncs an agent's read mark to their other devices", async () => {
    const session = await aConversation('rosa', ['one', 'two', 'three'])
    const [desk, phone] = [await world.agent(bot, 'Ana'), await world.agent(bot, 'Ana')]

    expect(await desk.ask({ type: 'read', session, seq: 2 })).toEqual({ session, seq: 2 })
    const told = await phone.next((frame): frame is ReadFrame => frame.type === 'read')
    expect(told).toEqual({ type: 'read', session, seq: 2 })
    expect((await bot.post(`conversations/${session}/read`, { seq: 1 }, token)).body).toEqual({ session, seq: 2 })
    const { body } = await bot.post('read-marks', { sessions: [session] }, token)
    expect(body).toEqual({ marks: { [session]: 2 } })
  })

  it('shows which other agents watch a conversation, until they leave', async () => {
    const session = await aConversation('rita', ['hello'])
    const [ana, ben] = [await world.agent(bot, 'Ana'), await world.agent(bot, 'Ben')]
    const others =
      (names: readonly string[]) =>
      (frame: ServerFrame): frame is PresenceFrame =>
        frame.type === 'presence' &&
        frame.session === session &&
        frame.agents.map(({ name }) => name).join() === names.join()

    await ana.ask({ type: 'watch', session, cursor: 0 })
    await ben.ask({ type: 'watch', session, cursor: 0 })
    await Promise.all([ana.next(others(['Ben'])), ben.next(others(['Ana']))])
    ben.terminate()
    await ana.next(others([]))
  })

  it('finds a place in a long log by words and by time', async () => {
    const session = await aConversation('rolf', ['the first words', 'where is my Überweisung?', 'hello?'])
    const { entries } = (await bot.get<{ entries: { at: string }[] }>(`conversations/${session}/entries`)).body

    const found = await bot.get(`conversations/${session}/search?q=uberw`, token)
    expect(found.body).toEqual({
      session,
      items: [expect.objectContaining({ seq: 2, kind: 'message', highlights: [{ from: 12, to: 17 }] })],
    })
    const { body } = await bot.get(`conversations/${session}/at?time=${entries[2]?.at}`, token)
    expect(body).toMatchObject({ session, revision: 3 })
    expect((await bot.get(`conversations/${session}/at?time=2020-01-01T00:00:00Z`, token)).body).toMatchObject({
      seq: 1,
    })
    const around = await bot.get<{ entries: { seq: number }[] }>(
      `conversations/${session}/entries?around=2&limit=3`,
      token,
    )
    expect(around.body.entries.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })
})
