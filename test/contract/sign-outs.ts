import { expect, it } from 'vitest'
import { START, seconds } from '../support/clock.ts'
import type { UnderTest } from './suite.ts'

export function signOutPromises(underTest: () => UnderTest): void {
  it('returns undefined for an agent who never signed out everywhere', async () => {
    await underTest().store.signOutAgent('ben', START)

    expect(await underTest().store.signedOutAt('ana')).toBeUndefined()
  })

  it('returns the latest sign-out at once, in whatever order they are stored', async () => {
    const { store } = underTest()
    await store.signOutAgent('ana', START)
    expect(await store.signedOutAt('ana')).toBe(START)

    await store.signOutAgent('ana', START + seconds(5))
    await store.signOutAgent('ana', START + seconds(2))
    await store.signOutAgent('ana', START + seconds(5))

    expect(await store.signedOutAt('ana')).toBe(START + seconds(5))
  })

  it('accepts any agent id that an issuer may use', async () => {
    const { store } = underTest()
    for (const [index, id] of ['auth0|5f7c8ec7c33c6c004bbafe82', 'Ana#1/é%2F', ' ', 'a'.repeat(255)].entries()) {
      await store.signOutAgent(id, START + index)
      expect(await store.signedOutAt(id)).toBe(START + index)
    }
  })
}
