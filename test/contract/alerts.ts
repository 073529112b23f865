import { expect, it } from 'vitest'
import { START, seconds } from '../builders.ts'
import type { Given } from './suite.ts'

const LENGTH = seconds(10)

export function alertPromises(given: () => Given): void {
  const take = (now: number, botId = 'shop') => given().store.takeAlertSlot(botId, now, now + LENGTH)

  it('gives the slot to one of many who ask at the same time, and tells the others when it ends', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(START)))

    expect(answers.filter(({ taken }) => taken)).toHaveLength(1)
    const others = answers.filter(({ taken }) => !taken)
    expect(others).toHaveLength(19)
    for (const other of others) expect(other).toEqual({ taken: false, until: START + LENGTH })
  })

  it('gives it again once it is over, and not before', async () => {
    await take(START)

    expect(await take(START + LENGTH - 1)).toEqual({ taken: false, until: START + LENGTH })
    expect(await take(START + LENGTH)).toEqual({ taken: true })
    expect(await take(START + LENGTH)).toEqual({ taken: false, until: START + 2 * LENGTH })
  })

  it('keeps the slots of bots apart', async () => {
    await take(START)

    expect(await take(START, 'bank')).toEqual({ taken: true })
  })

  it('gives it to everybody where it lasts no time', async () => {
    const { store } = given()

    expect(await store.takeAlertSlot('shop', START, START)).toEqual({ taken: true })
    expect(await store.takeAlertSlot('shop', START, START)).toEqual({ taken: true })
  })

  it('takes a slot that ends far ahead for the mistake of a clock', async () => {
    const hour = seconds(3600)
    await take(START + hour)

    expect(await take(START)).toEqual({ taken: true })
    // A clock that is some seconds ahead of another one's is not wrong.
    expect(await take(START - seconds(5))).toEqual({ taken: false, until: START + LENGTH })
  })
}
