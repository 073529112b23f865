import { describe, expect, it } from 'vitest'
import type { Command } from '../../../lib/client/index.ts'
import { againOf } from './again.ts'

const say: Command = { type: 'message', message: { type: 'text', text: 'hi' }, ifHeld: true }
const again = (command: Command, code: Parameters<typeof againOf>[1]['code']) => againOf({ command }, { code })

describe('a failed command', () => {
  it('is sent again if it is a message or a note', () => {
    expect(again(say, 'auth.forbidden')).toBe('resend')
    expect(again({ type: 'note', text: 'hi' }, 'internal')).toBe('resend')
  })

  it('is sent without its condition if another agent has the conversation', () => {
    expect(again(say, 'handoff.not_yours')).toBe('say-anyway')
  })

  it('is sent as a message of its own if somebody decided about the reply before, unless it has no other words', () => {
    expect(again({ ...say, insteadOf: 3 }, 'review.closed')).toBe('say-anyway')
    expect(again({ type: 'approve', of: 3, replies: [{ text: 'hi' }] }, 'review.closed')).toBe('say-anyway')
    expect(again({ type: 'approve', of: 3 }, 'review.closed')).toBeUndefined()
  })

  it('is not repeated if it lost the conversation to somebody else', () => {
    expect(again({ type: 'claim' }, 'handoff.already_claimed')).toBeUndefined()
    expect(again({ type: 'transfer', to: 'ben' }, 'handoff.not_yours')).toBeUndefined()
    expect(again({ type: 'decline', reason: 'no' }, 'handoff.not_open')).toBeUndefined()
  })

  it('is tried again after another failure', () => {
    expect(again({ type: 'transfer', to: 'ben' }, 'agent.not_found')).toBe('retry')
    expect(again({ type: 'claim' }, 'client.uncertain')).toBe('retry')
  })
})
