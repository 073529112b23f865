import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { ana, maria } from '../../test/support/people.ts'

const texts = { position: { en: 'You are number {{position}}.', de: 'Sie sind Nummer {{position}}.' } }

async function given(handoffs: unknown = { texts, queues: { sales: {} } }) {
  const { handoffs: parsed } = BotConfig.parse({ mode: 'gate', handoffs })
  const world = await appWorld({ mode: 'gate', ...(parsed && { handoffs: parsed }) })
  const who = (userId: string) => ({ ...maria, userId })
  return {
    world,
    async waits(userId: string, queue?: string) {
      const pause = { verb: 'pause', by: { type: 'bot', id: 'key_1' }, trigger: 'bot' } as const
      await execute(world.app, who(userId), { ...pause, ...(queue !== undefined && { queue }) })
      world.app.clock.advance(1000)
      expect(await world.dispatched()).toEqual([])
    },
    async taken(userId: string) {
      await execute(world.app, who(userId), { verb: 'claim', by: ana })
      expect(await world.dispatched()).toEqual([])
    },
    told: async (userId: string) =>
      (await world.log(who(userId))).flatMap(entry =>
        entry.kind === 'message' && entry.by.type === 'system' ? [entry.text] : [],
      ),
  }
}

describe('the place among those that wait', () => {
  it('is told to each user at entry, within their queue', async () => {
    const { waits, told } = await given()
    await waits('a')
    await waits('b')
    await waits('c', 'sales')
    expect(await told('a')).toEqual(['You are number 1.'])
    expect(await told('b')).toEqual(['You are number 2.'])
    expect(await told('c')).toEqual(['You are number 1.'])
  })

  it('is told again as somebody in front is taken, at most every two minutes', async () => {
    const { world, waits, taken, told } = await given()
    for (const user of ['a', 'b', 'c', 'd']) await waits(user)
    await taken('a')
    expect(await told('d')).toEqual(['You are number 4.'])
    world.app.clock.advance(minutes(2))
    await taken('b')
    expect(await told('c')).toEqual(['You are number 3.', 'You are number 1.'])
    expect(await told('d')).toEqual(['You are number 4.', 'You are number 2.'])
    expect(await told('a')).toEqual(['You are number 1.'])
  })

  it('is told again as somebody in front gives up, and not as an agent ends a conversation', async () => {
    const { world, waits, taken, told } = await given()
    for (const user of ['a', 'b', 'c']) await waits(user)
    await taken('a')
    world.app.clock.advance(minutes(2))
    await execute(world.app, { ...maria, userId: 'a' }, { verb: 'unpause', by: ana })
    await world.dispatched()
    expect(await told('c')).toEqual(['You are number 3.'])
    await execute(world.app, { ...maria, userId: 'b' }, { verb: 'unpause', by: { type: 'user', id: 'b' } })
    await world.dispatched()
    expect(await told('c')).toEqual(['You are number 3.', 'You are number 1.'])
  })

  it('is not told behind the tenth until it is in front', async () => {
    const { world, waits, taken, told } = await given()
    const users = Array.from({ length: 12 }, (_, index) => `u${String(index).padStart(2, '0')}`)
    for (const user of users) await waits(user)
    world.app.clock.advance(minutes(2))
    await taken('u00')
    expect(await told('u11')).toEqual(['You are number 12.'])
    expect(await told('u10')).toEqual(['You are number 11.', 'You are number 10.'])
  })

  it('is told once if the feed delivers a change twice', async () => {
    const { world, waits, told } = await given()
    const records = world.records
    await waits('a')
    await execute(world.app, { ...maria, userId: 'b' }, { verb: 'pause', by: { type: 'system' }, trigger: 'rule' })
    const again = await records()
    await world.dispatched()
    const { dispatch } = await import('./dispatch.ts')
    expect(await dispatch(world.app, again)).toEqual([])
    expect(await told('b')).toEqual(['You are number 2.'])
  })

  it('costs no read without a text', async () => {
    const { world, waits, taken, told } = await given({ queues: {} })
    let lists = 0
    const { list } = world.store
    world.store.list = query => {
      lists += query.limit === 10 ? 1 : 0
      return list(query)
    }
    await waits('a')
    await taken('a')
    expect(lists).toBe(0)
    expect(await told('a')).toEqual([])
  })
})
