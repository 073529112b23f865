import type { Entry } from '../../lib/protocol/entry.ts'

export function sameEntries(one: readonly Entry[], two: readonly Entry[]): boolean {
  return one.length === two.length && one.every((entry, index) => sameEntry(entry, two[index]))
}

function sameEntry(one: Entry, two: Entry | undefined): boolean {
  return one === two || (two !== undefined && sorted(one) === sorted(two))
}

function sorted(entry: Entry): string {
  return JSON.stringify(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
}
