import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld, othersGoOn } from '../../test/support/app-world.ts'
import { manualClock, minutes, START, seconds } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { silentLog } from '../../test/support/silent.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { addWatcher } from '../conversations/watching.ts'
import type { Receipts } from '../session/receipts.ts'
import { type Address, sessionId } from '../session/session.ts'
import { createReceipts, PUSH_EVERY_MS } from './receipts.ts'

const id = sessionId(maria)
const target = { id, botId: maria.botId }

/** A clock whose sleepers wake when the time has come. */
function wakingClock() {
  const clock = manualClock()
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  return {
    now: clock.now,
    sleep: (ms: number) => new Promise<void>(wake => sleepers.push({ at: clock.now() + ms, wake })),
    async advance(ms: number) {
      clock.advance(ms)
      const due = sleepers.filter(({ at }) => at <= clock.now())
      sleepers = sleepers.filter(each => !due.includes(each))
      for (const { wake } of due) wake()
      await othersGoOn()
    },
  }
}

/** A conversation of ten entries that Ana has open, and the receipts of one machine. */
async function aMachine() {
  const world = await appWorld({ mode: 'gate' })
  for (let n = 0; n < 10; n++) await world.userSays(maria, `${n}`)
  await opens(world, maria)
  const clock = wakingClock()
  const calls = { reads: 0, writes: 0, loads: 0 }
  const store = {
    ...world.store,
    receipts: async (session: string) => {
      calls.reads += 1
      return await world.store.receipts(session)
    },
    addReceipts: async (session: string, news: Receipts) => {
      calls.writes += 1
      return await world.store.addReceipts(session, news)
    },
    load: async (session: string) => {
      calls.loads += 1
      return await world.store.load(session)
    },
  }
  const receipts = createReceipts({ store, sockets: world.app.sockets, clock, log: silentLog }, PUSH_EVERY_MS)
  return { world, clock, calls, receipts, told: () => world.framesTo('ana') }
}

async function opens(world: AppWorld, who: Address, connectionId = 'ana', as: 'agent' | 'user' = 'agent') {
  await world.store.putSocket(anAgentSocket(connectionId))
  await addWatcher(world.app, who, { connectionId, as, expiresAt: START + minutes(60) })
}

const frame = (deliveredUpTo: number, readUpTo: number) => ({ type: 'receipts', session: id, deliveredUpTo, readUpTo })

describe('keeping receipts', () => {
  it('stores them, and pushes them to the agents who have the conversation open', async () => {
    const { world, receipts, told } = await aMachine()
    await opens(world, maria, 'widget', 'user')
    await opens(world, jonas, 'ben')

    expect(await receipts.add(target, { deliveredUpTo: 4 })).toMatchObject({ deliveredUpTo: 4, readUpTo: 0 })

    expect(await world.store.receipts(id)).toMatchObject({ deliveredUpTo: 4, readUpTo: 0 })
    expect(told()).toEqual([frame(4, 0)])
    expect(world.framesTo('widget')).toEqual([])
    expect(world.framesTo('ben')).toEqual([])
  })

  it('pushes nothing for news without a new mark, such as the time of a message', async () => {
    const { receipts, told } = await aMachine()
    await receipts.add(maria, { sent: [{ seq: 3, at: START }] })
    expect(told()).toEqual([])
    await receipts.add(maria, { readTime: START })
    expect(told()).toEqual([frame(3, 3)])
  })

  it('names no message that does not exist yet, and keeps nothing for a conversation without entries', async () => {
    const { world, receipts } = await aMachine()
    expect(await receipts.add(target, { readUpTo: 4_000 })).toMatchObject({ deliveredUpTo: 10, readUpTo: 10 })
    expect(await receipts.add(jonas, { readUpTo: 4 })).toMatchObject({ readUpTo: 0 })
    expect(await world.store.load(sessionId(jonas))).toBeUndefined()
    expect(await world.store.receipts(sessionId(jonas))).toBeUndefined()
    const unknown = receipts.add({ id: sessionId(jonas), botId: 'shop' }, { readUpTo: 4 })
    await expect(unknown).rejects.toMatchObject({ code: 'session.not_found' })
  })

  it('takes a later entry, although the sender of another receipt does not know it yet', async () => {
    const { world, receipts } = await aMachine()
    const loaded = await world.load(maria)
    await world.userSays(maria, 'one more')
    const all = await Promise.all([
      receipts.add(target, { deliveredUpTo: 1 }),
      receipts.add(target, { deliveredUpTo: 10 }, loaded),
      receipts.add(target, { readUpTo: 11 }),
    ])
    expect(all.at(-1)).toMatchObject({ deliveredUpTo: 11, readUpTo: 11 })
  })

  it('removes a watcher that is gone', async () => {
    const { world, receipts } = await aMachine()
    world.app.gone.add('ana')
    await receipts.add(target, { readUpTo: 2 })
    expect((await world.load(maria)).watchers).toEqual([])
  })

  it('passes a failure of the store on, and takes the same news again', async () => {
    const { world, clock } = await aMachine()
    let isBroken: boolean = true
    const store = {
      ...world.store,
      addReceipts: async (session: string, news: Receipts) => {
        if (isBroken) throw new Error('the store is away')
        return await world.store.addReceipts(session, news)
      },
    }
    const receipts = createReceipts({ store, sockets: world.app.sockets, clock, log: silentLog }, 0)
    await expect(receipts.add(target, { readUpTo: 2 })).rejects.toThrow('the store is away')
    isBroken = false
    expect(await receipts.add(target, { readUpTo: 2 })).toMatchObject({ readUpTo: 2 })
  })
})

describe('a storm of receipts', () => {
  it('writes and pushes once if 10,000 say the same', async () => {
    const { calls, receipts, told } = await aMachine()
    await Promise.all(Array.from({ length: 10_000 }, () => receipts.add(maria, { readUpTo: 8 })))
    expect(calls).toEqual({ reads: 0, writes: 1, loads: 2 })
    expect(told()).toEqual([frame(8, 8)])

    for (let n = 0; n < 10_000; n++) await receipts.add(maria, { deliveredUpTo: n % 9 })
    expect(calls).toEqual({ reads: 0, writes: 1, loads: 2 })
    expect(told()).toEqual([])
  })

  it('shares writes if 10,000 are new, and loses none', async () => {
    const { world, calls, receipts } = await aMachine()
    const all = Array.from({ length: 10_000 }, (_, n) => receipts.add(maria, { deliveredTime: START + n }))
    const sent = receipts.add(maria, { sent: [{ seq: 7, at: START + 9_999 }] })
    await Promise.all([...all, sent])
    expect(await world.store.receipts(id)).toMatchObject({ deliveredUpTo: 7, deliveredTime: START + 9_999 })
    expect(calls.writes).toBeLessThanOrEqual(12)
  })

  it('pushes at most once a second for each conversation, the newest marks last', async () => {
    const { clock, receipts, told } = await aMachine()
    await receipts.add(target, { deliveredUpTo: 1 })
    expect(told()).toEqual([frame(1, 0)])
    for (let seq = 2; seq <= 9; seq++) await receipts.add(target, { deliveredUpTo: seq })
    await clock.advance(PUSH_EVERY_MS - 1)
    expect(told()).toEqual([])
    await receipts.add(target, { readUpTo: 3 })
    await clock.advance(1)
    expect(told()).toEqual([frame(9, 3)])

    await receipts.add(target, { readUpTo: 4 })
    expect(told()).toEqual([])
    await clock.advance(PUSH_EVERY_MS)
    expect(told()).toEqual([frame(9, 4)])
    await clock.advance(seconds(10))
    expect(told()).toEqual([])
    await receipts.add(target, { readUpTo: 5 })
    expect(told()).toEqual([frame(9, 5)])
  })

  it('pushes at once in a process that stops between requests', async () => {
    const { world, clock, told } = await aMachine()
    const receipts = createReceipts({ store: world.store, sockets: world.app.sockets, clock, log: silentLog }, 0)
    for (let seq = 1; seq <= 3; seq++) await receipts.add(target, { deliveredUpTo: seq })
    expect(told()).toEqual([frame(1, 0), frame(2, 0), frame(3, 0)])
  })
})
