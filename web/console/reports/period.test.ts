import { describe, expect, it } from 'vitest'
import { chosenIn, isRange, queryOf, rangeBefore, today } from './period.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const chosen = (query: string) => chosenIn(new URLSearchParams(query), NOW)

describe('the period of a report', () => {
  it('is the last 30 days, or as many as the address says', () => {
    expect(chosen('')).toEqual({ period: '30', from: '2026-11-02', to: '2026-12-01' })
    expect(chosen('days=7&queue=vip')).toEqual({ period: '7', from: '2026-11-25', to: '2026-12-01', queue: 'vip' })
    expect(chosen('days=8').period).toBe('30')
    expect(today(NOW)).toBe('2026-12-01')
  })

  it('is a range of its own if the address has two days', () => {
    expect(chosen('from=2026-02-01&to=2026-02-28')).toEqual({ period: 'own', from: '2026-02-01', to: '2026-02-28' })
    for (const wrong of ['from=2026-02-01', 'from=2026-02-01&to=2026-02-30', 'from=x&to=y']) {
      expect(chosen(wrong).period).toBe('30')
    }
  })

  it.each(['days=90', 'days=365&queue=a%26b', 'from=2026-02-01&to=2026-02-28'])('leads back to %s', query => {
    expect(queryOf(chosen(query))).toBe(`?${query}`)
  })

  it('ends not before it begins, and has at most 366 days', () => {
    expect(isRange({ from: '2026-02-01', to: '2026-02-01' })).toBe(true)
    expect(isRange({ from: '2026-02-02', to: '2026-02-01' })).toBe(false)
    expect(isRange({ from: '2025-02-01', to: '2026-02-01' })).toBe(true)
    expect(isRange({ from: '2025-01-31', to: '2026-02-01' })).toBe(false)
  })

  it('follows a period of the same length', () => {
    expect(rangeBefore({ from: '2026-03-01', to: '2026-03-07' })).toEqual({ from: '2026-02-22', to: '2026-02-28' })
  })
})
