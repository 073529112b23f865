import { beforeAll, describe, expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import type { HitlSession } from '../../lib/protocol/hitl.ts'
import { ENGINES } from '../../local/options.ts'
import { PEOPLE } from '../contract/names.ts'
import type { TestBot } from './client.ts'
import { runningWorld } from './running-world.ts'

interface Found {
  readonly userId: string
  readonly user: { readonly fullName?: string }
}

describe.each(ENGINES)('search over %s', engine => {
  const world = runningWorld(engine)
  let bot: TestBot

  beforeAll(async () => {
    bot = await world.bot('search', { mode: 'gate' })
    for (const { userId, fullName, email } of PEOPLE) {
      const user = {
        ...defined({ fullName }),
        ...(email !== undefined && { attributes: { email } }),
      }
      const { status } = await bot.post('messages', { channel: 'api', userId, text: 'hello', user })
      expect(status).toBe(200)
    }
  }, 60_000)

  const routes = {
    'conversations?q=': async (text: string): Promise<readonly Found[]> => {
      const { status, body } = await bot.get<{ items: Found[] }>(
        `conversations?limit=100&q=${encodeURIComponent(text)}`,
      )
      expect(status).toBe(200)
      return body.items
    },
    'mod/hitl/sessions?searchText=': async (text: string): Promise<readonly Found[]> => {
      const { status, body } = await bot.get<HitlSession[]>(`mod/hitl/sessions?searchText=${encodeURIComponent(text)}`)
      expect(status).toBe(200)
      return body
    },
  }

  describe.each(Object.entries(routes))('by %s', (_route, find) => {
    const foundBy = async (text: string) => (await find(text)).map(({ userId }) => userId)

    it.each(PEOPLE)('finds $userId ($fullName) by each spelling, and by no other', { timeout: 60_000 }, async who => {
      for (const text of who.foundBy) expect(await foundBy(text), `found by ${text}`).toContain(who.userId)
      for (const text of who.notBy) expect(await foundBy(text), `not found by ${text}`).not.toContain(who.userId)
    })

    it('returns names as they were sent', async () => {
      const [found] = await find('oneil')
      expect(found?.user.fullName).toBe("Seán O'Neil")
    })

    it('finds no user by a text without letters, digits and punctuation, and lists all users for blanks', async () => {
      for (const text of ['😀', '\u200f', '\u00ad\u200b']) expect(await find(text)).toEqual([])
      expect((await find('  ')).length).toBeGreaterThanOrEqual(PEOPLE.length)
    })
  })
})
