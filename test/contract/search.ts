import { expect, it } from 'vitest'
import { userCalled, userIs, userSays } from '../support/commands.ts'
import { anAddress } from '../support/people.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const person = (userId: string) => anAddress({ userId })

export function searchPromises(underTest: () => UnderTest): void {
  it('finds users by a prefix of any word of their name', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userCalled('Maria da Silva'))
    await world.does(person('u-2'), userCalled('Silvia Marques'))
    await world.does(person('u-3'), userCalled('Anna Annabel Annan'))

    await eventually(async () => expect(await world.found('mar')).toEqual(['u-1', 'u-2']))
    await eventually(async () => expect(await world.found('ann')).toEqual(['u-3']))
    expect(await world.found('maria')).toEqual(['u-1'])
    expect(await world.found('da')).toEqual(['u-1'])
    expect(await world.found('silv')).toEqual(['u-1', 'u-2'])
    expect(await world.found('silvio')).toEqual([])
    expect(await world.found('aria')).toEqual([])
  })

  it('finds users by a single letter', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userCalled('Maria X'))
    await world.does(person('u-2'), userCalled('李 Bo'))

    await eventually(async () => expect(await world.found('m')).toEqual(['u-1']))
    await eventually(async () => expect(await world.found('x')).toEqual(['u-1']))
    await eventually(async () => expect(await world.found('李')).toEqual(['u-2']))
    expect(await world.found('a')).toEqual([])
  })

  it('finds users by a prefix of their userId, with or without a name', async () => {
    const { world } = underTest()
    await world.does(person('WA:4917'), userSays('hello'))
    await world.does(person('wa:4918'), userCalled('Maria'))
    await world.does(person('user of a channel with spaces'), userSays('hello'))

    await eventually(async () => expect(await world.found('wa:49')).toEqual(['WA:4917', 'wa:4918']))
    expect(await world.found('Wa:4917')).toEqual(['WA:4917'])
    await eventually(async () => expect(await world.found('user of a')).toEqual(['user of a channel with spaces']))
    expect(await world.found('channel')).toEqual([])
  })

  it('ignores case and accents, in any script', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userCalled('ÁGUA Straße'))
    await world.does(person('u-2'), userCalled('Σωκράτης Сергей'))
    await world.does(person('u-3'), userCalled('Ｗｉｄｅ'))

    await eventually(async () => expect(await world.found('áGU')).toEqual(['u-1']))
    await eventually(async () => expect(await world.found('STRASS')).toEqual(['u-1']))
    expect(await world.found('straß')).toEqual(['u-1'])
    expect(await world.found('agua')).toEqual(['u-1'])
    await eventually(async () => expect(await world.found('ΣΩΚΡΆΤΗΣ')).toEqual(['u-2']))
    expect(await world.found('σωκ')).toEqual(['u-2'])
    await eventually(async () => expect(await world.found('СЕРГ')).toEqual(['u-2']))
    await eventually(async () => expect(await world.found('wide')).toEqual(['u-3']))
  })

  it('treats no character of a query as a wildcard, and compares only letters and digits', async () => {
    const { world } = underTest()
    const names = {
      percent: '100% Sure',
      plain: '100 Underscore',
      under: 'Under_Score',
      hash: '#hash',
      quote: `O'Neil"s; DROP`,
      star: '*star [a-z] ?',
      back: '\\slash',
      emoji: 'Zo😀y',
      zoe: 'Zoe',
    }
    for (const [userId, name] of Object.entries(names)) await world.does(person(userId), userCalled(name))

    const expected: Record<string, string[]> = {
      '100': ['percent', 'plain'],
      '100%': ['percent', 'plain'],
      under: ['plain', 'under'],
      under_: ['plain', 'under'],
      '#h': ['hash'],
      "o'neil": ['quote'],
      'o\'neil"s;': ['quote'],
      '*': [],
      '[a': ['star'],
      '\\sl': ['back'],
      zo: ['emoji', 'zoe'],
      'zo😀': ['emoji', 'zoe'],
      'zo😀y': ['emoji'],
      '😀': [],
      '\u200f': [],
      '%': [],
      _: [],
      "'": [],
      '" OR 1=1': [],
    }
    for (const [prefix, users] of Object.entries(expected)) {
      await eventually(async () => expect(await world.found(prefix), prefix).toEqual(users))
    }
  })

  it('forgets the old words of a changed name, and keeps the common ones', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userCalled('Maria Silva'))
    await eventually(async () => expect(await world.found('silva')).toEqual(['u-1']))

    await world.does(person('u-1'), userIs({ fullName: 'Maria Costa' }))

    await eventually(async () => expect(await world.found('costa')).toEqual(['u-1']))
    await eventually(async () => expect(await world.found('silva')).toEqual([]))
    expect(await world.found('maria')).toEqual(['u-1'])
    expect(await world.found('u-1')).toEqual(['u-1'])
  })

  it('finds a user by a name that is set later', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userSays('hello'))
    await world.does(person('u-1'), userSays('I am Maria', { user: { fullName: 'Maria' } }))
    await world.does(person('u-1'), userSays('again'))

    await eventually(async () => expect(await world.found('maria')).toEqual(['u-1']))
  })

  it('returns the current sessions, up to a limit', async () => {
    const { store, world } = underTest()
    for (const number of [1, 2, 3, 4, 5]) await world.does(person(`u-${number}`), userCalled('Maria Marques Marinho'))
    await world.does(person('u-1'), userSays('again'))
    const { session } = await world.load(person('u-1'))

    await eventually(async () => expect(await world.found('mar')).toHaveLength(5))
    const some = await store.search({ botId: 'shop', text: 'mar', limit: 2 })
    expect(new Set(some.map(({ id }) => id)).size).toBe(2)
    expect(await store.search({ botId: 'shop', text: 'u-1', limit: 2 })).toEqual([session])
  })

  it('counts a user once, however many words match', async () => {
    const { store, world } = underTest()
    await world.does(person('u-1'), userCalled('Maa Mab Mac'))
    await world.does(person('u-2'), userCalled('Mad'))

    await eventually(async () => {
      const both = await store.search({ botId: 'shop', text: 'ma', limit: 2 })
      expect(both.map(({ userId }) => userId).sort()).toEqual(['u-1', 'u-2'])
    })
  })

  it('finds no users of another bot', async () => {
    const { world } = underTest()
    await world.does(person('u-1'), userCalled('Maria'))
    await world.does({ ...person('u-2'), botId: 'bank' }, userCalled('Maria'))

    await eventually(async () => expect(await world.found('maria', 'bank')).toEqual(['u-2']))
    await eventually(async () => expect(await world.found('maria', 'shop')).toEqual(['u-1']))
    expect(await world.found('maria', 'nobodys')).toEqual([])
  })

  it('finds names and ids of the maximum length', async () => {
    const { world } = underTest()
    const long = '\ufdfa'.repeat(256)
    await world.does(person(long), userCalled('\ufdfa'.repeat(200)))

    expect((await world.load(person(long))).session.userId).toBe(long)
    await eventually(async () => expect(await world.found(long)).toEqual([long]))
  })
}
