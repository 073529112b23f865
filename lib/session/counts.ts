import type { CountName, Counts } from './tally.ts'

/** Adds counters name by name. */
export function addCounts(one: Counts, two: Counts): Counts {
  const sum: Partial<Record<CountName, number>> = { ...one }
  for (const [name, count] of entriesOf(two)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** The counters with their names. */
export function entriesOf(counts: Counts): [CountName, number][] {
  return Object.entries(counts) as [CountName, number][]
}
