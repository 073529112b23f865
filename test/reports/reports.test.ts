import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import { openMemoryStore } from '../../lib/memory/store.ts'
import { MAX_SUMMARY_BYTES, type StoredTally } from '../../lib/ports/reports.ts'
import type { Store } from '../../lib/ports/store.ts'
import { Report } from '../../lib/protocol/reports.ts'
import { readReport } from '../../lib/reports/read-report.ts'
import { readSummary, summaryOf } from '../../lib/reports/summary.ts'
import { openSqliteStore } from '../../lib/sqlite/store.ts'
import { openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { type Recount, recounted, summed } from '../support/recount.ts'
import { logsOf, playHandoffs, ZONE } from './play.ts'

const ALL = { from: '2026-01-01', to: '2026-12-31' }
const ENGINES: readonly {
  readonly name: string
  readonly handoffs: number
  readonly open: (folder: string) => Promise<{ store: Store; close(): unknown }>
}[] = [
  {
    name: 'memory',
    handoffs: 10_000,
    async open() {
      const store = openMemoryStore()
      return { store, close: () => store.close() }
    },
  },
  {
    name: 'SQLite',
    handoffs: 10_000,
    async open() {
      const store = openSqliteStore({ path: ':memory:' })
      return { store, close: () => store.close() }
    },
  },
  {
    name: 'the embedded DynamoDB engine',
    handoffs: 300,
    async open(directory) {
      const engine = await openDynamoEngine({ directory, table: 'interlude', environment: {} })
      return { store: openDynamoStore({ client: engine.documents, table: engine.table }), close: () => engine.close() }
    },
  },
]

describe.each(ENGINES)('the report over $name', ({ handoffs, open }) => {
  it(`agrees with a recount of the logs of ${handoffs} handoffs to the millisecond, before and after it is summarised`, {
    timeout: 600_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interlude-reports-'))
    const { store, close } = await open(folder)
    try {
      const { users, now } = await playHandoffs(store, handoffs, handoffs > 1_000 ? 20 : 4)
      const recount = (await logsOf(store, users)).flatMap(log => recounted(log, ZONE))
      const stored = await store.tallies('shop', ALL)
      expect(summed(stored.map(asRecount))).toEqual(summed(recount))
      expect(new Set(recount.map(({ day }) => day)).size).toBeGreaterThan(55)
      for (const name of ['expired', 'idle', 'cancelled', 'resolved', 'abandoned', 'stars5'] as const) {
        expect(sumOf(recount, name)).toBeGreaterThan(0)
      }

      const [from, to] = ['2026-01-01', '2026-03-31']
      const open = await readReport(store, 'shop', { from, to, timeZone: ZONE, now })
      const closed = { from, to, timeZone: ZONE, now: now + 90 * 86_400_000 }
      const first = await readReport(store, 'shop', closed)
      expect(Report.parse(first)).toEqual(first)
      expect(await readReport(store, 'shop', closed)).toEqual(first)
      expect(sorted(open)).toEqual(sorted(first))
      expect(first.totals).toMatchObject({
        handoffs: sumOf(recount, 'ended'),
        waiting: { count: sumOf(recount, 'waits'), sumMs: sumOf(recount, 'waitMs') },
        abandoned: { count: sumOf(recount, 'abandoned'), sumMs: sumOf(recount, 'abandonedMs') },
        firstResponse: { count: sumOf(recount, 'answers'), sumMs: sumOf(recount, 'answerMs') },
        handling: { count: sumOf(recount, 'handled'), sumMs: sumOf(recount, 'handledMs') },
      })
      for (const queue of ['sales', 'orders']) {
        const ofQueue = recount.filter(each => each.queue === queue)
        const { totals, hours } = await readReport(store, 'shop', { ...closed, queue })
        expect(totals.waiting.sumMs).toBe(sumOf(ofQueue, 'waitMs'))
        expect(hours.reduce((sum, { handoffs: each }) => sum + each, 0)).toBe(sumOf(ofQueue, 'ended'))
      }
      for (const { agent, ...figures } of first.agents) {
        const own = recount.filter(({ agentId }) => agentId === agent?.id)
        expect([figures.handoffs, figures.handling.sumMs]).toEqual([sumOf(own, 'ended'), sumOf(own, 'handledMs')])
      }
    } finally {
      await close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('a summary', () => {
  const tallies = (queues: number, agents: number, days = 1): StoredTally[] =>
    Array.from({ length: days }, (_, day) =>
      Array.from({ length: queues }, (_, queue) =>
        Array.from({ length: agents }, (_, agent) => ({
          day: `2026-11-${String(day + 1).padStart(2, '0')}`,
          queue: `${'a long name of a queue '.repeat(8)}${queue}`,
          agent: { id: `${'0123456789'.repeat(20)}${agent}`, name: 'A long name '.repeat(5) },
          counts: { ended: 1 + queue, resolved: 1, waits: 1, waitMs: 123_456_789, wait6: 1, h09: 1, hm09: 123_456_789 },
        })),
      ).flat(),
    ).flat()

  it.each([
    [1, 5_000, 1],
    [2_000, 2, 1],
    [200, 3, 30],
  ])('of %i queues, %i agents and %i days is bounded, and keeps every sum', (queues, agents, days) => {
    const all = tallies(queues, agents, days)
    const text = summaryOf(all)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_SUMMARY_BYTES)
    const { rows, byDay, queues: kept } = readSummary(text)
    const ended = all.reduce((sum, { counts }) => sum + (counts.ended ?? 0), 0)
    expect(rows.reduce((sum, row) => sum + (row[2] ?? 0), 0)).toBe(ended)
    expect(byDay.reduce((sum, row) => sum + (row[2] ?? 0), 0)).toBe(ended)
    if (queues > 1) expect(kept).toContain('*')
  })
})

function asRecount({ day, queue, agent, counts }: StoredTally): Recount {
  return { day, queue, agentId: agent?.id, counts }
}

function sumOf(all: readonly Recount[], name: keyof Recount['counts']): number {
  return all.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)
}

/** Rows with as many handoffs as others may be in any order. */
function sorted(report: Report) {
  const byText = (one: unknown, two: unknown) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1)
  return { ...report, agents: report.agents.toSorted(byText), queues: report.queues.toSorted(byText) }
}
