import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { reasonToCall } from './news.ts'

const AT = '2026-01-05T09:00:00.000Z'

const held = (handoff: object): Conversation['control'] => ({
  holder: 'human',
  since: AT,
  trigger: 'user',
  by: { type: 'user' },
  episodeId: 'epi_1',
  handoff: handoff as Extract<Conversation['control'], { holder: 'human' }>['handoff'],
})
const pending = held({ status: 'pending', priority: 'normal', since: AT, alerts: 0, deadline: AT })
const anas = held({ status: 'assigned', priority: 'normal', agent: { type: 'agent', id: 'ana' }, assignedAt: AT })

const conversation = (revision: number, control: Conversation['control'], from: 'user' | 'agent' = 'user') =>
  ({ revision, control, preview: { seq: revision, from, text: 'x', at: AT } }) as Conversation

const bot = { holder: 'bot' } as const

describe('an agent', () => {
  it('is called once when a user begins to wait', () => {
    expect(reasonToCall(conversation(1, bot), conversation(2, pending), 'ana')).toBe('waiting')
    expect(reasonToCall(undefined, conversation(2, pending), 'ana')).toBe('waiting')
    expect(reasonToCall(conversation(2, pending), conversation(3, pending), 'ana')).toBeUndefined()
    expect(reasonToCall(conversation(2, pending), conversation(2, pending), 'ana')).toBeUndefined()
  })

  it("is called when the user writes in the agent's own conversation, but not for the agent's own messages", () => {
    expect(reasonToCall(conversation(4, anas), conversation(5, anas), 'ana')).toBe('reply')
    expect(reasonToCall(conversation(4, anas), conversation(5, anas, 'agent'), 'ana')).toBeUndefined()
    expect(reasonToCall(conversation(4, anas), conversation(5, anas), 'ben')).toBeUndefined()
  })

  it('is not called while the bot holds the conversation', () => {
    expect(reasonToCall(conversation(1, bot), conversation(2, bot), 'ana')).toBeUndefined()
  })
})
