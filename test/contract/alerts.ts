import { expect, it } from 'vitest'
import { START, seconds } from '../support/clock.ts'
import type { UnderTest } from './suite.ts'

const LENGTH = seconds(10)

export function alertPromises(underTest: () => UnderTest): void {
  const take = (now: number, botId = 'shop') => underTest().store.takeAlertSlot(botId, now, now + LENGTH)

  it('grants the slot to one of many concurrent callers, and returns its end to the others', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(START)))

    expect(answers.filter(({ taken }) => taken)).toHaveLength(1)
    const others = answers.filter(({ taken }) => !taken)
    expect(others).toHaveLength(19)
    for (const other of others) expect(other).toEqual({ taken: false, until: START + LENGTH })
  })

  it('grants the slot again at its end, and not before', async () => {
    await take(START)

    expect(await take(START + LENGTH - 1)).toEqual({ taken: false, until: START + LENGTH })
    expect(await take(START + LENGTH)).toEqual({ taken: true })
    expect(await take(START + LENGTH)).toEqual({ taken: false, until: START + 2 * LENGTH })
  })

  it('keeps a slot for each bot', async () => {
    await take(START)

    expect(await take(START, 'bank')).toEqual({ taken: true })
  })

  it('grants a slot of no length to every caller', async () => {
    const { store } = underTest()

    expect(await store.takeAlertSlot('shop', START, START)).toEqual({ taken: true })
    expect(await store.takeAlertSlot('shop', START, START)).toEqual({ taken: true })
  })

  it('ignores a slot that ends far ahead, as from a wrong clock', async () => {
    const hour = seconds(3600)
    await take(START + hour)

    expect(await take(START)).toEqual({ taken: true })
    // A clock that is some seconds ahead of another one is not wrong.
    expect(await take(START - seconds(5))).toEqual({ taken: false, until: START + LENGTH })
  })
}
