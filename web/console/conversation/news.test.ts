import { expect, it } from 'vitest'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { newsIn } from './news.ts'

const entry = (seq: number, fields: object) => ({ seq, at: '2026-01-05T09:00:00.000Z', epoch: 0, ...fields }) as Entry
const message = (seq: number, by: object, more: object = {}) =>
  entry(seq, { kind: 'message', by, type: 'text', text: `words ${seq}`, ...more })

it("newsIn lists what others wrote after a seq, a long text once, no remark, and nothing of the agent's own", () => {
  const entries = [
    message(1, { type: 'user' }),
    message(2, { type: 'user' }),
    message(3, { type: 'user' }, { continues: 2 }),
    message(4, { type: 'agent', id: 'ana' }),
    entry(5, { kind: 'note', by: { type: 'agent', id: 'ben' }, text: 'a note' }),
    entry(6, { kind: 'alerted', count: 1, episode: 1 }),
    message(7, { type: 'bot' }, { type: 'location', text: undefined, payload: { latitude: 1, longitude: 2 } }),
    entry(8, { kind: 'note', by: { type: 'user' }, text: '👍', remark: { type: 'reaction', of: 7, emoji: '👍' } }),
  ]
  expect(newsIn(entries, 1, 'ana').map(({ seq, words, isNote }) => [seq, words, isNote])).toEqual([
    [2, 'words 2', false],
    [5, 'a note', true],
    [7, undefined, false],
  ])
  expect(newsIn(entries, 7, 'ana')).toEqual([])
})
