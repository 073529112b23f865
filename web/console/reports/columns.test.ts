import { expect, it } from 'vitest'
import type { Report } from '../../../lib/protocol/reports.ts'
import { columnsOfDays, namedPlaces, topOf } from './columns.ts'

const daysFrom = (first: string, count: number) => ({
  days: Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.parse(first) + index * 86_400_000).toISOString().slice(0, 10),
    handoffs: 1,
  })) as unknown as Report['days'],
})

it('shows each day of a quarter, and the months of a longer time', () => {
  expect(columnsOfDays(daysFrom('2026-09-01', 90), 'en')).toHaveLength(90)
  expect(columnsOfDays(daysFrom('2026-09-01', 122), 'en')).toEqual([
    { name: 'September 2026', short: 'Sep', value: 30 },
    { name: 'October 2026', short: 'Oct', value: 31 },
    { name: 'November 2026', short: 'Nov', value: 30 },
    { name: 'December 2026', short: 'Dec', value: 31 },
  ])
})

it.each([
  [[0], 1],
  [[1, 3], 3],
  [[10], 10],
  [[101], 120],
  [[2], 2],
  [[7], 8],
])('ends the axis of %j at %i', (values, top) => {
  expect(topOf(values.map(value => ({ name: '', short: '', value })))).toBe(top)
})

it('names some columns at equal distances, and the first one always', () => {
  expect(namedPlaces(24, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21])
  expect(namedPlaces(31, 8)).toEqual([0, 4, 8, 12, 16, 20, 24, 28])
  expect(namedPlaces(29, 8)).toEqual([0, 4, 8, 12, 16, 20, 24])
  expect(namedPlaces(5, 8)).toEqual([0, 1, 2, 3, 4])
  expect(namedPlaces(0, 8)).toEqual([])
})
