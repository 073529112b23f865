import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { addWatcher } from '../../lib/conversations/watching.ts'
import { MAX_DIRECT_WATCHERS } from '../../lib/ports/sessions.ts'
import { MAX_FRAME_BYTES } from '../../lib/protocol/frames.ts'
import { episodeId, sessionId } from '../../lib/session/session.ts'
import { webhookChannel } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { botAnswers, userSays } from '../../test/support/commands.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { dispatch } from './dispatch.ts'

const channels = { web: webhookChannel }

describe('dispatching the changes of commits', () => {
  it('alerts agents, calls the channel and sends the handback', async () => {
    const world = await appWorld({ channels })
    await world.userSays(maria, 'hi')
    await world.userAsksForPerson(maria)
    await world.dispatched()
    const spoken = await world.agentSays(maria, 'here I am')
    await world.dispatched()
    await world.agentResumes(maria)
    expect(await world.dispatched()).toEqual([])

    expect(world.app.notices).toHaveLength(1)
    expect(world.app.posted.slice(1).map(({ url, id }) => [url, id])).toEqual([
      ['https://channel.example.test/', `${sessionId(maria)}:${spoken}`],
      ['https://bot.example.test/', episodeId({ id: sessionId(maria) }, 1)],
    ])
  })

  it('repeats no effect if records come again', async () => {
    const world = await appWorld({ channels })
    await world.userAsksForPerson(maria)
    await world.agentSays(jonas, 'how are you?')
    await world.agentPauses(jonas)
    await world.agentResumes(jonas)
    const records = await world.records()
    await world.dispatched()
    const paid = { posted: world.app.posted.length, notices: world.app.notices.length }
    expect(paid).toEqual({ posted: 1, notices: 1 })
    for (let times = 0; times < 2; times++) expect(await dispatch(world.app, records)).toEqual([])
    expect({ posted: world.app.posted.length, notices: world.app.notices.length }).toEqual(paid)
  })

  it('sends no alert for a handoff that an agent has taken since', async () => {
    const world = await appWorld()
    await world.userAsksForPerson(maria)
    await world.agentSays(maria, 'I am faster')
    await world.dispatched()
    expect(world.app.notices).toEqual([])
  })

  it('sends an alert if an agent fell silent and the handoff is pending again', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    await execute(world.app, maria, userSays('hello?'))
    await world.dispatched()
    world.app.clock.advance(world.app.policy.idleMs)
    await execute(world.app, maria, { verb: 'tick' })
    await world.dispatched()
    expect(world.app.notices).toMatchObject([{ data: { event: 'requested' } }])
  })

  it('sends no alert when an agent pauses', async () => {
    const world = await appWorld()
    await world.agentPauses(maria)
    await world.dispatched()
    expect(world.app.notices).toEqual([])
  })
})

describe('a conversation that fails', () => {
  it('fails with the positions of all its records, and stops no other conversation', async () => {
    const world = await appWorld()
    await world.userAsksForPerson(maria)
    await world.userAsksForPerson(jonas)
    await world.userSays(maria, 'anybody?')
    const records = await world.records()
    const load = world.store.load
    world.store.load = async id => {
      if (id === sessionId(maria)) throw new Error('the store stumbles')
      return await load(id)
    }

    const failed = await dispatch(world.app, records)

    const ofMaria = records.filter(({ change }) => change.session.userId === 'maria')
    expect(ofMaria).toHaveLength(2)
    expect(failed).toEqual(ofMaria.map(({ position }) => position))
    expect(world.app.notices).toMatchObject([{ data: { conversations: expect.arrayContaining([sessionId(jonas)]) } }])
    expect(await world.kinds(jonas)).toContain('alerted')

    world.store.load = load
    world.app.clock.advance(world.app.policy.alertGatherMs)
    expect(await dispatch(world.app, records)).toEqual([])
    expect(world.app.notices[1]).toMatchObject({ data: { conversations: [sessionId(maria)] } })
    expect(await world.kinds(maria)).toContain('alerted')
  })
})

describe('a change that cannot be shown', () => {
  it('is carried out, and delivered again', async () => {
    const world = await appWorld()
    await world.userAsksForPerson(maria)
    const records = await world.records()
    const { agentSockets } = world.store
    world.store.agentSockets = () => Promise.reject(new Error('the table cannot be reached'))
    expect(await dispatch(world.app, records)).toEqual(records.map(({ position }) => position))
    expect(world.app.notices).toHaveLength(1)

    world.store.agentSockets = agentSockets
    expect(await dispatch(world.app, records)).toEqual([])
    expect(world.app.notices).toHaveLength(1)
  })
})

describe('watchers after the sixteenth', () => {
  /** Sixteen agents watch, and then one more. */
  async function crowded(): Promise<AppWorld> {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    for (let n = 1; n <= MAX_DIRECT_WATCHERS + 1; n++) {
      const connectionId = `console-${n}`
      await world.store.putSocket(anAgentSocket(connectionId, { watching: [sessionId(maria)] }))
      await addWatcher(world.app, maria, { connectionId, as: 'agent' })
    }
    await world.dispatched()
    world.app.pushed.splice(0)
    return world
  }

  it('get the same entries as the first sixteen, each once', async () => {
    const world = await crowded()
    await world.userSays(maria, 'anybody?')
    await world.userSays(jonas, 'somewhere else')
    await world.dispatched()

    const direct = world.framesTo('console-1')
    expect(direct).toMatchObject([{ type: 'entries', after: 1, upto: 2, entries: [{ text: 'anybody?' }] }])
    expect(world.framesTo('console-17')).toEqual(direct)
  })

  it('get nothing after their tokens expired', async () => {
    const world = await crowded()
    world.app.clock.advance(minutes(60))
    await world.userSays(maria, 'my card is 4111')
    await world.dispatched()
    expect(world.framesTo('console-17')).toEqual([])
  })

  it('include a socket whose renewed expiry is not stored at the conversation', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const watching = [sessionId(maria)]
    await world.store.putSocket(anAgentSocket('console', { watching, expiresAt: START + minutes(60) }))
    await addWatcher(world.app, maria, { connectionId: 'console', as: 'agent', expiresAt: START + minutes(1) })
    await world.dispatched()
    world.framesTo('console')
    world.app.clock.advance(minutes(1))
    await world.userSays(maria, 'anybody?')
    await world.dispatched()
    expect(world.framesTo('console')).toMatchObject([{ after: 1, upto: 2 }])
  })

  it('get whole entries if the change record carries them shortened', async () => {
    const world = await crowded()
    const long = 'x'.repeat(20_000)
    await world.userSays(maria, long)
    await world.dispatched()
    expect(world.framesTo('console-17')).toMatchObject([{ after: 1, upto: 2, entries: [{ text: long }] }])
  })

  it('get no frame above the size limit', async () => {
    const world = await crowded()
    const replies = Array.from({ length: 4 }, () => ({ type: 'text' as const, text: 'y'.repeat(20_000) }))
    await execute(world.app, maria, botAnswers(1, '', { replies }))
    await world.dispatched()
    const frames = world.framesTo('console-17')
    expect(frames.map(frame => frame.type === 'entries' && [frame.after, frame.upto])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ])
    for (const frame of frames) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
  })

  it('are removed when they are gone', async () => {
    const world = await crowded()
    world.app.gone.add('console-17')
    await world.userSays(maria, 'anybody?')
    await world.dispatched()
    expect(await world.store.socket('console-17')).toBeUndefined()
    expect(world.framesTo('console-1')).toHaveLength(1)
  })
})
