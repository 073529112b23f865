import { describe, expect, it } from 'vitest'
import type { EntryRange } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import { readBounded } from './read-bounded.ts'

/** Makes a log whose entries have about these sizes in bytes. */
function aLog(...sizes: readonly number[]) {
  const log = sizes.map(
    (size, index): Entry => ({
      kind: 'note',
      seq: index + 1,
      at: '2026-01-05T09:00:00.000Z',
      epoch: 0,
      by: { type: 'system' },
      text: 'x'.repeat(size),
    }),
  )
  let read = 0
  const entries = async (_id: string, range: EntryRange) => {
    const found =
      'before' in range
        ? log.filter(({ seq }) => seq < range.before).slice(-range.limit)
        : log.filter(({ seq }) => seq > range.after && seq <= (range.upTo ?? log.length)).slice(0, range.limit)
    read += found.length
    return found
  }
  return { store: { entries }, read: () => read }
}
const seqs = async (piece: ReturnType<typeof readBounded>) => (await piece).entries.map(({ seq }) => seq)
const upTo = (maxBytes: number, atLeastOne = true) => ({ maxBytes, atLeastOne })

describe('readBounded', () => {
  it('returns the whole range if it fits, forward and backward, in order', async () => {
    const { store } = aLog(...Array.from({ length: 150 }, () => 10))
    const all = Array.from({ length: 150 }, (_, n) => n + 1)
    expect(await seqs(readBounded(store, 's', { after: 0, limit: 1000 }, upTo(1e6)))).toEqual(all)
    expect(await seqs(readBounded(store, 's', { before: 151, limit: 1000 }, upTo(1e6)))).toEqual(all)
    expect(await seqs(readBounded(store, 's', { after: 3, upTo: 9, limit: 4 }, upTo(1e6)))).toEqual([4, 5, 6, 7])
    expect(await seqs(readBounded(store, 's', { before: 9, limit: 4 }, upTo(1e6)))).toEqual([5, 6, 7, 8])
  })

  it('stops before the entry that does not fit, reading forward or backward', async () => {
    const { store } = aLog(1000, 1000, 1000, 1000, 1000)
    const { entries, bytes } = await readBounded(store, 's', { after: 0, limit: 9 }, upTo(2500))
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2])
    expect(bytes).toBe(Buffer.byteLength(JSON.stringify(entries)) - 3)
    expect(await seqs(readBounded(store, 's', { before: 6, limit: 9 }, upTo(2500)))).toEqual([4, 5])
  })

  it('returns an entry that is too large only if at least one is asked for', async () => {
    const { store } = aLog(5000, 10)
    expect(await seqs(readBounded(store, 's', { after: 0, limit: 9 }, upTo(100)))).toEqual([1])
    expect(await seqs(readBounded(store, 's', { after: 0, limit: 9 }, upTo(100, false)))).toEqual([])
    expect(await seqs(readBounded(store, 's', { after: 2, limit: 9 }, upTo(100)))).toEqual([])
  })

  it('leaves no entry out if sizes vary', async () => {
    const sizes = Array.from({ length: 300 }, (_, n) => (n % 37 === 0 ? 20_000 : n % 5))
    const { store } = aLog(...sizes)
    const seen: number[] = []
    while (seen.length < sizes.length) {
      seen.push(...(await seqs(readBounded(store, 's', { after: seen.at(-1) ?? 0, limit: 100 }, upTo(30_000)))))
    }
    expect(seen).toEqual(sizes.map((_, n) => n + 1))
  })

  it('reads at most two entries more than it returns', async () => {
    const { store, read } = aLog(...Array.from({ length: 100 }, () => 23_000))
    const { entries } = await readBounded(store, 's', { after: 0, limit: 100 }, upTo(512 * 1024))
    expect(entries.length).toBeGreaterThan(20)
    expect(read()).toBeLessThan(entries.length + 3)
  })
})
