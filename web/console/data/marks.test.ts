import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { isUnread, withMarks } from './marks.ts'

const AT = '2026-01-05T09:00:00.000Z'

const conversation = (seq: number, from: 'user' | 'agent', holder: 'human' | 'bot') =>
  ({ id: 's', control: { holder }, preview: { seq, from, text: 'x', at: AT } }) as unknown as Conversation

describe('a read mark', () => {
  it('never moves back', () => {
    const marks = withMarks(new Map([['s', 4]]), [
      ['s', 2],
      ['t', 1],
    ])
    expect([...marks]).toEqual([
      ['s', 4],
      ['t', 1],
    ])
  })

  it("leaves the user's later messages unread while people hold the conversation", () => {
    const marks = new Map([['s', 4]])
    expect(isUnread(conversation(5, 'user', 'human'), marks)).toBe(true)
    expect(isUnread(conversation(4, 'user', 'human'), marks)).toBe(false)
    expect(isUnread(conversation(5, 'agent', 'human'), marks)).toBe(false)
    expect(isUnread(conversation(5, 'user', 'bot'), marks)).toBe(false)
    expect(isUnread(conversation(5, 'user', 'human'), new Map())).toBe(false)
  })
})
