import { expect, it } from 'vitest'
import type { Entry } from '../protocol/entry.ts'
import { effectOf } from './effect.ts'

it("effectOf does not take a user's remark for an agent's note of the same text", () => {
  const note = (seq: number, more: object) =>
    ({ seq, at: '2026-01-05T09:00:00.000Z', epoch: 0, kind: 'note', text: '👍', ...more }) as Entry
  const remark = note(2, { by: { type: 'user' }, remark: { type: 'reaction', of: 1, emoji: '👍' } })
  const found = (...entries: Entry[]) =>
    effectOf({ type: 'note', text: '👍' }, 1, { entries, after: 1, cursor: 3, isPaused: false }, 'agent')
  expect(found(remark)).toBe('none')
  expect(found(remark, note(3, { by: { type: 'agent' } }))).toEqual({ seq: 3 })
})
