import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { fold, partsOf } from '../../lib/search/fold.ts'
import { userCalled, userIs, userSays } from '../support/commands.ts'
import { anAddress } from '../support/people.ts'
import { PEOPLE } from './names.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const person = (userId: string) => anAddress({ userId })

export function spellingPromises(underTest: () => UnderTest): void {
  it.each(PEOPLE)('finds $userId ($fullName) by each spelling, and by no other', async ({ foundBy, notBy, ...who }) => {
    const { world } = underTest()
    const { userId, fullName, email } = who
    await world.does(person('somebody'), userCalled('Qqq Qqq'))
    await world.does(
      person(userId),
      userSays('hello', {
        user: { ...defined({ fullName }), ...(email !== undefined && { attributes: { email } }) },
      }),
    )

    for (const text of foundBy) {
      await eventually(async () => expect(await world.found(text), `found by ${text}`).toEqual([userId]))
    }
    for (const text of notBy) expect(await world.found(text), `not found by ${text}`).toEqual([])
    expect((await world.load(person(userId))).session.user.fullName).toBe(fullName)
  })

  it('finds only users whose names have all words of a query', async () => {
    const { world } = underTest()
    const names = ['Maria Silva', 'Maria Costa', 'Silva Costa', 'Mario Silvani', 'Maria Silva Costa']
    for (const [index, name] of names.entries()) await world.does(person(`user${index}`), userCalled(name))

    await eventually(async () => expect(await world.found('silva maria')).toEqual(['user0', 'user4']))
    await eventually(async () => expect(await world.found('mari silva')).toEqual(['user0', 'user3', 'user4']))
    expect(await world.found('cos sil mar')).toEqual(['user4'])
    expect(await world.found('maria maria')).toEqual(['user0', 'user1', 'user4'])
    expect(await world.found('maria ma m silva')).toEqual(['user0', 'user4'])
    expect(await world.found('maria user4')).toEqual(['user4'])
    expect(await world.found('maria santos')).toEqual([])
  })

  it('finds a long name by all its words', async () => {
    const { world } = underTest()
    const name = 'Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios'
    await world.does(person('u-1'), userCalled(name))

    await eventually(async () => expect(await world.found(name)).toEqual(['u-1']))
    expect(await world.found('nepomuceno pablo')).toEqual(['u-1'])
  })

  it('finds a user by an e-mail that is set later, and forgets one that is changed or removed', async () => {
    const { world } = underTest()
    const tells = (email: unknown) => world.does(person('u-1'), userIs({ attributes: { email } }))
    await world.does(person('u-1'), userCalled('Maria'))
    await tells('maria.silva@example.org')
    await eventually(async () => expect(await world.found('silva')).toEqual(['u-1']))

    await tells('maria.costa@example.org')
    await eventually(async () => expect(await world.found('costa')).toEqual(['u-1']))
    await eventually(async () => expect(await world.found('silva')).toEqual([]))

    await world.does(person('u-1'), userIs({ attributes: { page: '/' } }))
    expect(await world.found('maria.costa@')).toEqual(['u-1'])
    await tells(null)
    await eventually(async () => expect(await world.found('costa')).toEqual([]))
    expect(await world.found('maria')).toEqual(['u-1'])
  })

  it('finds users by prefixes of the words of any name, and by no other word', { timeout: 60_000 }, async () => {
    const { world } = underTest()
    let people = 0
    const name = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
    const property = fc.asyncProperty(name, fc.nat(), async (parts, at) => {
      const userId = `person-${people++}`
      const fullName = parts.join(' ').slice(0, 200)
      await world.does(person(userId), userCalled(fullName))
      const words = partsOf(fold(fullName)).slice(0, 8)
      for (const word of words.slice(0, 2)) {
        const prefix = [...word].slice(0, 1 + (at % [...word].length)).join('')
        // Skips a prefix that folds differently (it begins with a mark, or ends within a cluster): users do not type
        // that.
        if (partsOf(fold(prefix))[0] !== prefix) continue
        await eventually(async () => expect(await world.found(prefix), `${fullName} by ${prefix}`).toContain(userId))
        expect(await world.found(`${prefix} zzzzwrong`)).not.toContain(userId)
      }
      expect(await world.found(`zzzzwrong${at}`)).not.toContain(userId)
    })
    await fc.assert(property, { numRuns: 60 })
  })
}
