import { expect, it } from 'vitest'
import type { Entry } from '../../../../lib/protocol/entry.ts'
import { decisionsIn, waitingIn } from './proposals.ts'

const AT = '2026-01-05T09:00:00.000Z'
const ana = { type: 'agent', id: 'ana' } as const
const log = (...entries: readonly object[]) =>
  entries.map((entry, index) => ({ seq: index + 1, at: AT, epoch: 0, ...entry })) as Entry[]
const proposed = (inReplyTo: number) => ({ kind: 'proposed', by: { type: 'bot' }, type: 'text', text: 'x', inReplyTo })

it('lists the replies that wait by their first entry', () => {
  const entries = log({ kind: 'note' }, proposed(1), proposed(1), proposed(9))
  expect(waitingIn(entries)).toEqual([2, 4])
  expect(
    waitingIn([...entries, { ...entries[0], kind: 'reviewed', seq: 5, of: 2, outcome: 'sent', by: ana } as Entry]),
  ).toEqual([4])
})

it('knows who decided about a reply, and that a pause decides about all that wait', () => {
  const decided = decisionsIn(
    log(proposed(7), { kind: 'reviewed', of: 1, outcome: 'edited', by: ana }, proposed(8), { kind: 'paused', by: ana }),
  )
  expect([...decided]).toEqual([
    [1, { outcome: 'edited', by: ana }],
    [3, { outcome: 'withheld', by: ana }],
  ])
})
