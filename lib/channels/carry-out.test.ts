import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { START } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aPage } from '../../test/support/stored.ts'
import type { Receipts } from '../session/receipts.ts'
import { type Address, sessionId } from '../session/session.ts'
import { carryOutEvents } from './carry-out.ts'
import type { ChannelEvent } from './channel.ts'

const id = sessionId(maria)

/** A conversation of ten entries, and an account of a platform whose events it gets. */
async function anAccount() {
  const world = await appWorld({ mode: 'gate' })
  for (let n = 0; n < 10; n++) await world.userSays(maria, `${n}`)
  const account = { botId: maria.botId, channel: maria.channel, config: aPage('1', { elsewhere: 'log' }) }
  const happens = async (events: readonly ChannelEvent[], { userId }: Address = maria) => {
    const all = events.map(event => ({ account, userId, event }))
    await carryOutEvents(world.app, all)
  }
  return { world, happens }
}

const sent = (call: string, ms: number, session = id): ChannelEvent => ({
  kind: 'sentByUs',
  id: `${session}:${call}`,
  at: new Date(START + ms).toISOString(),
})
const receipt = (state: 'delivered' | 'read', ms: number): ChannelEvent => ({
  kind: 'receipt',
  state,
  upTo: START + ms,
})
const marks = async ({ store }: AppWorld, who = maria) => {
  const { deliveredUpTo = 0, readUpTo = 0 }: Partial<Receipts> = (await store.receipts(sessionId(who))) ?? {}
  return [deliveredUpTo, readUpTo]
}

describe('the receipts of a platform', () => {
  it('map its times to our messages by the times at which it sent them', async () => {
    const { world, happens } = await anAccount()
    await happens([sent('2', 100), sent('5', 200), sent('5:2', 210), sent('8', 300)])
    expect(await marks(world)).toEqual([0, 0])
    await happens([receipt('delivered', 250)])
    expect(await marks(world)).toEqual([5, 0])
    await happens([receipt('read', 100), receipt('delivered', 300)])
    expect(await marks(world)).toEqual([8, 2])
  })

  it('come in any order, twice and late', async () => {
    const { world, happens } = await anAccount()
    for (const event of [receipt('read', 250), sent('8', 300), receipt('delivered', 50), sent('5', 200)]) {
      await happens([event])
      await happens([event])
    }
    expect(await marks(world)).toEqual([5, 5])
  })

  it('include answers that somebody gave past Interlude', async () => {
    const { world, happens } = await anAccount()
    const at = new Date(START + 400).toISOString()
    await happens([
      { kind: 'sentElsewhere', id: 'm_1', at, message: { type: 'text', text: 'hi' } },
      receipt('read', 400),
    ])
    expect(await marks(world)).toEqual([11, 11])
  })

  it('do not take a call of another conversation, or one without a time', async () => {
    const { world, happens } = await anAccount()
    await happens([sent('5', 200, sessionId(jonas)), { kind: 'sentByUs', id: `${id}:6` }, sent('9999', 210)])
    await happens([receipt('read', 1_000)])
    expect(await marks(world)).toEqual([0, 0])
  })

  it('create no conversation', async () => {
    const { world, happens } = await anAccount()
    await happens([receipt('read', 1_000)], jonas)
    expect(await world.store.load(sessionId(jonas))).toBeUndefined()
    expect(await marks(world, jonas)).toEqual([0, 0])
  })

  it('of one request share a write', async () => {
    const { world, happens } = await anAccount()
    let writes = 0
    const { addReceipts } = world.app.store
    Object.assign(world.app.store, {
      addReceipts: async (...args: Parameters<typeof addReceipts>) => {
        writes += 1
        return await addReceipts(...args)
      },
    })
    await happens([sent('2', 100), sent('5', 200), receipt('delivered', 200), receipt('read', 200)])
    expect(await marks(world)).toEqual([5, 5])
    expect(writes).toBe(1)
  })
})
