import { describe, expect, it } from 'vitest'
import type { Holding } from '../holding.ts'
import { waysFor } from './ways.ts'

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
    expect(waysFor(ben, true)).toEqual(['take', 'whisper', 'pass-on', 'put-back'])
  })

  it('are to supervise the bot while the bot has it', () => {
    expect(waysFor({ by: 'bot' }, true)).toEqual(['supervise'])
  })
})
