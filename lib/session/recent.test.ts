import { describe, expect, it } from 'vitest'
import { commandHash, type Memory, mayBeForgotten, recall, remember, setTurn } from './recent.ts'

const open = { status: 'open', until: 1_000_000, attempt: 1 } as const
const nothing: Memory = { recent: [] }

/** Remembers `count` commands, one a second from second `from` on. */
function more(memory: Memory, count: number, from: number): Memory {
  let grown = memory
  for (let n = 0; n < count; n++) grown = remember(grown, { id: `${from + n}`, seq: from + n }, (from + n) * 1_000)
  return grown
}

describe('a remembered command', () => {
  it('is recalled by a hash of 96 bits', () => {
    const id = commandHash('receive', 'm1')
    expect(id).toMatch(/^[\w-]{16}$/)
    expect(recall({ recent: [{ id, seq: 1 }] }, id)).toEqual({ id, seq: 1 })
    expect(recall({ recent: [{ id, seq: 1 }] }, commandHash('receive', 'm2'))).toBeUndefined()
    expect(recall({ recent: [{ id: '', seq: 1 }] }, undefined)).toBeUndefined()
  })

  it('is recalled by the shorter hash that earlier versions stored, and by no shorter one', () => {
    const id = commandHash('receive', 'm1').slice(0, 10)
    expect(recall({ recent: [{ id, seq: 1 }] }, commandHash('receive', 'm1'))).toEqual({ id, seq: 1 })
    expect(recall({ recent: [{ id: id.slice(0, 9), seq: 1 }] }, commandHash('receive', 'm1'))).toBeUndefined()
  })

  it('is not recalled by another id that shares 60 bits of its hash', () => {
    const [one, other] = [commandHash('receive', 'g6TqgYG-lU'), commandHash('receive', 'k_9IBAZBbo')]
    expect(one.slice(0, 10)).toBe(other.slice(0, 10))
    expect(recall({ recent: [{ id: one, seq: 1 }] }, other)).toBeUndefined()
  })
})

describe('the time up to which commands are forgotten', () => {
  it('is absent for twenty commands, and set from the next one on', () => {
    expect(more(nothing, 20, 1).forgottenUpTo).toBeUndefined()
    // Every fifth command keeps its time: the first has 1 s, and the second came before the sixth's 6 s.
    expect(more(nothing, 21, 1).forgottenUpTo).toBe(1_000)
    expect(more(nothing, 22, 1).forgottenUpTo).toBe(6_000)
    expect(mayBeForgotten(more(nothing, 22, 1), 6_000)).toBe(true)
    expect(mayBeForgotten(more(nothing, 22, 1), 6_001)).toBe(false)
    expect(mayBeForgotten(nothing, 0)).toBe(false)
  })

  it('does not decrease when a command with a long open turn is forgotten', () => {
    const asked = remember(nothing, { id: 'm1', seq: 500, turn: open }, 500)
    const many = more(asked, 40, 1)
    const before = many.forgottenUpTo ?? 0
    expect(before).toBeGreaterThanOrEqual(20_000)
    const answered = { ...many, recent: setTurn(many.recent, 500, { status: 'held' }) }
    const later = more(answered, 1, 41)
    expect(later.recent.some(({ id }) => id === 'm1')).toBe(false)
    expect(later.forgottenUpTo).toBeGreaterThanOrEqual(before)
  })

  it('is now for a session that was stored without times', () => {
    const old: Memory = { recent: Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, seq: n })) }
    expect(remember(old, { id: 'new', seq: 21 }, 77).forgottenUpTo).toBe(77)
  })
})
