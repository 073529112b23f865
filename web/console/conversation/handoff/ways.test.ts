import { describe, expect, it } from 'vitest'
import type { Holding } from '../holding.ts'
import { mayTransferOthers, waysFor } from './ways.ts'

const since = '2026-01-05T09:00:00.000Z'
const ben: Holding = { by: 'other', since, id: 'ben', name: 'Ben' }

describe('the ways to let go of a conversation', () => {
  it('are to pass it on and to put it back, for the agent who has it', () => {
    expect(waysFor({ by: 'me', since }, false)).toEqual(['pass-on', 'put-back'])
  })

  it('are to pass it on and to decline it while it waits', () => {
    expect(waysFor({ by: 'nobody', since }, false)).toEqual(['pass-on', 'decline'])
  })

  it("are none for another agent's conversation, except for those who may transfer it", () => {
    expect(waysFor(ben, false)).toEqual([])
    expect(waysFor(ben, true)).toEqual(['pass-on', 'put-back'])
  })

  it('are none while the bot has it', () => {
    expect(waysFor({ by: 'bot' }, true)).toEqual([])
  })
})

describe("another agent's conversation", () => {
  it('may be transferred by a supervisor of its bot and by an admin', () => {
    expect(mayTransferOthers({ roles: ['shop:supervisor'], isAdmin: false }, 'shop')).toBe(true)
    expect(mayTransferOthers({ roles: ['admin'], isAdmin: true }, 'shop')).toBe(true)
    expect(mayTransferOthers({ roles: ['shop:agent', 'bank:supervisor'], isAdmin: false }, 'shop')).toBe(false)
  })
})
