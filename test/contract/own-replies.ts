import { expect, it } from 'vitest'
import type { StoredReplies } from '../../lib/ports/own-replies.ts'
import type { UnderTest } from './suite.ts'

const ana = { botId: 'shop', agentId: 'ana' }

const replies = (version: number, ...values: readonly string[]): StoredReplies => ({
  version,
  items: values.map((value, index) => ({ name: `reply ${index}`, value })),
})

export function ownReplyPromises(underTest: () => UnderTest): void {
  it("returns an agent's replies at once, for each bot and each agent apart", async () => {
    const { store } = underTest()
    expect(await store.ownReplies(ana)).toBeUndefined()

    expect(await store.putOwnReplies(ana, 0, replies(1, 'Hello 😀\n{{user.fullName}}'))).toBe(true)

    expect(await store.ownReplies(ana)).toEqual(replies(1, 'Hello 😀\n{{user.fullName}}'))
    expect(await store.ownReplies({ ...ana, botId: 'bank' })).toBeUndefined()
    expect(await store.ownReplies({ ...ana, agentId: 'Ana' })).toBeUndefined()
  })

  it('replaces replies only if their version is the stored one', async () => {
    const { store } = underTest()
    expect(await store.putOwnReplies(ana, 1, replies(2, 'two'))).toBe(false)
    expect(await store.ownReplies(ana)).toBeUndefined()

    expect(await store.putOwnReplies(ana, 0, replies(1, 'one'))).toBe(true)
    expect(await store.putOwnReplies(ana, 0, replies(1, 'again'))).toBe(false)
    expect(await store.putOwnReplies(ana, 1, replies(2))).toBe(true)
    expect(await store.putOwnReplies(ana, 1, replies(2, 'late'))).toBe(false)

    expect(await store.ownReplies(ana)).toEqual(replies(2))
  })

  it('lets exactly one of several concurrent writes through', async () => {
    const { store } = underTest()
    for (const version of [0, 1]) {
      const writes = ['a', 'b', 'c'].map(value => store.putOwnReplies(ana, version, replies(version + 1, value)))
      const wins = await Promise.all(writes)
      expect(wins.filter(Boolean)).toHaveLength(1)
      expect(await store.ownReplies(ana)).toEqual(replies(version + 1, ['a', 'b', 'c'][wins.indexOf(true)]!))
    }
  })

  it('accepts any agent id that an issuer may use, and a long list', async () => {
    const { store } = underTest()
    for (const agentId of ['auth0|5f7c8ec7c33c6c004bbafe82', 'Ana#1/é%2F', ' ', 'a'.repeat(3000)]) {
      const long = replies(1, agentId.slice(0, 50), ...Array.from({ length: 199 }, () => 'x'.repeat(300)))
      await store.putOwnReplies({ botId: 'shop', agentId }, 0, long)
      expect(await store.ownReplies({ botId: 'shop', agentId })).toEqual(long)
    }
  })
}
