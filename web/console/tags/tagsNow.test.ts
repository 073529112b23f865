import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { lacking, tagsNow } from './tagsNow.ts'

const tagged = (seq: number, change: { added?: string[]; removed?: string[] }): Entry => ({
  seq,
  at: '2026-01-05T09:00:00.000Z',
  epoch: 0,
  kind: 'tagged',
  by: { type: 'agent', id: 'ana' },
  ...change,
})

describe('the tags of an open conversation', () => {
  it('are those of the server, changed by the entries that came since', () => {
    const entries = [
      tagged(3, { removed: ['VIP'] }),
      tagged(4, { added: ['late', 'refund'] }),
      tagged(5, { removed: ['LATE'] }),
    ]
    expect(tagsNow({ tags: ['VIP', 'new'], revision: 2 }, entries)).toEqual(['new', 'refund'])
    expect(tagsNow({ tags: ['new'], revision: 4 }, entries)).toEqual(['new'])
    expect(tagsNow({ revision: 5 }, entries)).toEqual([])
  })

  it('leave the other tags of the bot to choose from', () => {
    expect(lacking(['VIP', 'refund'], ['vip'])).toEqual(['refund'])
  })
})
