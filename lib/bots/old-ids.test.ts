import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, textsOf } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { botWrites } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import type { BotConfig } from '../protocol/config.ts'
import { sessionId } from '../session/session.ts'
import { converse } from './converse.ts'

const at = (world: AppWorld) => new Date(world.app.clock.now()).toISOString()

/** Sends the message `m1`, which the channel may repeat for a day, then `newer` others. */
async function anOldMessage(newer: number, config: Partial<BotConfig> = {}) {
  const world = await appWorld(config)
  world.app.answer = ({ body }) => ({ status: 'ok', body: { replies: [{ text: `re ${body.seq}` }] } })
  const message = { id: 'm1', type: 'text', text: 'hi', at: at(world) } as const
  world.app.clock.advance(seconds(2))
  const first = await converse(world.app, maria, message)
  await sayMore(world, newer)
  const { entries } = world.store
  let looks = 0
  world.store.entries = async (...range) => {
    looks++
    return await entries(...range)
  }
  return { world, message, first, looks: () => looks }
}

async function sayMore(world: AppWorld, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    world.app.clock.advance(seconds(30))
    await converse(world.app, maria, { id: `n${n}`, type: 'text', text: `more ${n}`, at: at(world) })
  }
}

const times = async (world: AppWorld, text: string) =>
  textsOf(await world.log(maria)).filter(each => each === text).length

describe('a message repeated after many newer ones', () => {
  it.each([25, 120])('is found in the log and answered as before (%i newer ones)', async newer => {
    const { world, message, first } = await anOldMessage(newer)
    const calls = world.app.posted.length
    expect(await converse(world.app, maria, message)).toEqual(first)
    expect(await times(world, 'hi')).toBe(1)
    expect(world.app.posted).toHaveLength(calls)
  })

  it('is answered as before if people held it or the bot handed over', async () => {
    const { world, message } = await anOldMessage(0)
    const asks = { ...message, id: 'm2', text: 'a person, please' }
    const body = { replies: [{ text: 'one moment' }], handoff: { reason: 'asked for' } }
    world.outsideAnswers({ status: 'ok', body })
    const handedOver = await converse(world.app, maria, asks)
    const held = await converse(world.app, maria, { ...message, id: 'm3', text: 'hello?' })
    await sayMore(world, 30)
    expect(await converse(world.app, maria, asks)).toEqual(handedOver)
    expect(await converse(world.app, maria, { ...message, id: 'm3', text: 'hello?' })).toEqual(held)
    expect(handedOver).toMatchObject({ paused: true, replies: [{ text: 'one moment' }] })
    expect(held).toMatchObject({ paused: true, replies: [] })
  })

  it('is answered without replies again if the bot gave none', async () => {
    const { world, message } = await anOldMessage(0)
    world.outsideAnswers({ status: 'ok', body: {} })
    const quiet = { ...message, id: 'm2' }
    const first = await converse(world.app, maria, quiet)
    await sayMore(world, 30)
    expect(await converse(world.app, maria, quiet)).toEqual(first)
    expect(first).toMatchObject({ paused: false, replies: [] })
  })

  it('is answered as held for a gated bot after a pause, and not logged again', async () => {
    const { world, message, first } = await anOldMessage(0, { mode: 'gate' })
    expect(first).toMatchObject({ seq: 1, paused: false })
    await world.agentPauses(maria)
    await sayMore(world, 30)
    expect(await converse(world.app, maria, message)).toMatchObject({ seq: 1, paused: true, replies: [] })
    expect(await times(world, 'hi')).toBe(1)
  })

  it('is processed as a new message if the log does not have it', async () => {
    const { world, message, looks } = await anOldMessage(25)
    const delayed = { ...message, id: 'delayed', text: 'delayed' }
    expect(await converse(world.app, maria, delayed)).toMatchObject({ seq: 53, replies: [{ text: 're 53' }] })
    expect(looks()).toBe(1)
    expect(await converse(world.app, maria, delayed)).toMatchObject({ seq: 53 })
    expect(await times(world, 'delayed')).toBe(1)
  })

  it('is looked up in the log with at most five reads', async () => {
    const { world, message, looks } = await anOldMessage(0)
    await sayMore(world, 26)
    const news = botWrites(Array.from({ length: 60 }, (_, n) => `news ${n}`))
    for (let n = 0; n < 20; n++) await execute(world.app, maria, news)
    await converse(world.app, maria, message)
    expect(looks()).toBe(5)
  })

  it('is not looked up in entries from long before it was sent', async () => {
    const { world, looks } = await anOldMessage(200)
    world.app.clock.advance(minutes(60))
    await sayMore(world, 30)
    const sent = new Date(world.app.clock.now() - minutes(14)).toISOString()
    await converse(world.app, maria, { id: 'new', type: 'text', text: 'new', at: sent })
    expect(looks()).toBe(1)
  })
})

describe('the lookup in the log', () => {
  it('is skipped for a message newer than the forgotten ids, or without a time', async () => {
    const { world, looks } = await anOldMessage(40)
    await sayMore(world, 3)
    await converse(world.app, maria, { id: 'undated', type: 'text', text: 'undated' })
    expect(looks()).toBe(0)
  })

  it('is skipped while no id is forgotten', async () => {
    const { world, message, looks } = await anOldMessage(10)
    await converse(world.app, maria, { ...message, id: 'other' })
    expect(looks()).toBe(0)
  })
})

describe('a message id used again with other content', () => {
  it('gets the first answer, and logs a warning without the text', async () => {
    const { world, message, first } = await anOldMessage(0)
    const warnings: unknown[] = []
    const app = {
      ...world.app,
      log: { ...world.app.log, warn: (...warning: unknown[]) => void warnings.push(warning) },
    }
    expect(await converse(app, maria, message)).toEqual(first)
    expect(warnings).toEqual([])
    expect(await converse(app, maria, { ...message, text: 'other words' })).toEqual(first)
    expect(warnings).toEqual([['message id used again with other content', { session: sessionId(maria), seq: 1 }]])
    expect(JSON.stringify(warnings)).not.toContain('other words')
  })
})
