import { describe, expect, it } from 'vitest'
import { type Figure, failuresIn, shown, tableOf } from './report.ts'

const refused = (value: number): Figure => ({
  what: 'refused',
  engine: 'sqlite',
  value,
  unit: 'requests',
  target: { atMost: 0 },
  isRequired: true,
})
const slow: Figure = { what: 'slow', engine: 'sqlite', value: 300, unit: 'ms', target: { atMost: 250 } }

describe('a report', () => {
  it('fails the run for a required figure that misses its target', () => {
    expect(failuresIn([refused(0), slow, refused(2)])).toEqual([refused(2)])
  })

  it('compares the ratio to a bare server with the target', () => {
    const [, , row] = tableOf([{ ...slow, beside: { what: 'ms', value: 100 }, target: { atMost: 4 } }]).split('\n')
    expect(row?.split('|').map(cell => cell.trim())).toEqual([
      '',
      'sqlite',
      'slow',
      '300 ms',
      '100 ms',
      '3.00',
      '≤ 4',
      'reached',
      '',
    ])
  })

  it('shows three digits of a measured number, and counts as they are', () => {
    expect([0.01234, 12.345, 1234.5, 0, 7, 320].map(shown)).toEqual(['0.0123', '12.3', '1,235', '0', '7', '320'])
  })
})
