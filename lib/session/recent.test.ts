import { describe, expect, it } from 'vitest'
import { commandHash, type Memory, mayBeForgotten, recall, remember, setTurn } from './recent.ts'

const open = { status: 'open', until: 1_000_000, attempt: 1 } as const
const nothing: Memory = { recent: [] }

/** So many commands, one a second from `from` on. */
function more(memory: Memory, count: number, from: number): Memory {
  let grown = memory
  for (let n = 0; n < count; n++) grown = remember(grown, { id: `${from + n}`, seq: from + n }, (from + n) * 1_000)
  return grown
}

describe('a command', () => {
  it('is recalled by 96 bits of its id', () => {
    const id = commandHash('receive', 'm1')
    expect(id).toMatch(/^[\w-]{16}$/)
    expect(recall({ recent: [{ id, seq: 1 }] }, id)).toEqual({ id, seq: 1 })
    expect(recall({ recent: [{ id, seq: 1 }] }, commandHash('receive', 'm2'))).toBeUndefined()
    expect(recall({ recent: [{ id: '', seq: 1 }] }, undefined)).toBeUndefined()
  })

  it('that was stored with a shorter hash is recalled', () => {
    const id = commandHash('receive', 'm1').slice(0, 10)
    expect(recall({ recent: [{ id, seq: 1 }] }, commandHash('receive', 'm1'))).toEqual({ id, seq: 1 })
    expect(recall({ recent: [{ id: id.slice(0, 9), seq: 1 }] }, commandHash('receive', 'm1'))).toBeUndefined()
  })

  it('of two ids that meet in 60 bits is not taken for the other', () => {
    const [one, other] = [commandHash('receive', 'g6TqgYG-lU'), commandHash('receive', 'k_9IBAZBbo')]
    expect(one.slice(0, 10)).toBe(other.slice(0, 10))
    expect(recall({ recent: [{ id: one, seq: 1 }] }, other)).toBeUndefined()
  })
})

describe('what is forgotten', () => {
  it('is nothing for twenty commands, and then has a time', () => {
    expect(more(nothing, 20, 1).forgottenUpTo).toBeUndefined()
    // The first command keeps its own time, the second lies before that of the sixth.
    expect(more(nothing, 21, 1).forgottenUpTo).toBe(1_000)
    expect(more(nothing, 22, 1).forgottenUpTo).toBe(6_000)
    expect(mayBeForgotten(more(nothing, 22, 1), 6_000)).toBe(true)
    expect(mayBeForgotten(more(nothing, 22, 1), 6_001)).toBe(false)
    expect(mayBeForgotten(nothing, 0)).toBe(false)
  })

  it('never came later than its time, also where an open turn is remembered for long', () => {
    const asked = remember(nothing, { id: 'm1', seq: 500, turn: open }, 500)
    const many = more(asked, 40, 1)
    const before = many.forgottenUpTo ?? 0
    expect(before).toBeGreaterThanOrEqual(20_000)
    const answered = { ...many, recent: setTurn(many.recent, 500, { status: 'held' }) }
    const later = more(answered, 1, 41)
    expect(later.recent.some(({ id }) => id === 'm1')).toBe(false)
    expect(later.forgottenUpTo).toBeGreaterThanOrEqual(before)
  })

  it('of a session that was stored without times came before now', () => {
    const old: Memory = { recent: Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, seq: n })) }
    expect(remember(old, { id: 'new', seq: 21 }, 77).forgottenUpTo).toBe(77)
  })
})
