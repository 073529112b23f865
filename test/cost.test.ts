import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { billOf } from '../scripts/cost/bill.ts'
import { addCounts, type Counts, countedOf, noCounts } from '../scripts/cost/counts.ts'
import { monthsOf } from '../scripts/cost/months.ts'
import { NOTHING_USED } from '../scripts/cost/prices.ts'
import { standingOf } from '../scripts/cost/standing.ts'
import { KINDS } from '../scripts/cost/story.ts'
import { TARGETS } from '../scripts/cost/targets.ts'
import { countAt, Trace } from '../scripts/cost/trace.ts'
import { indexWriteUnits, readUnits, sizeOf, tableWriteUnits } from '../scripts/cost/units.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const trace = Trace.parse(JSON.parse(readFileSync(`${ROOT}docs/cost/trace.json`, 'utf8')))

describe('the monthly cost on AWS', () => {
  it('is within the targets, calculated from the recorded trace', async () => {
    const months = monthsOf(trace.usual, await standingOf(ROOT))
    for (const { month, most } of TARGETS) {
      const bill = billOf(months[month].usage)
      expect(bill.withFree).toBeGreaterThan(0)
      expect(bill.withFree).toBeLessThanOrEqual(most)
      expect(bill.whole).toBeGreaterThan(bill.withFree)
    }
  })

  it('counts 500,000 messages of users, plus the requests of the inbox, pauses by users, and questions for places', () => {
    const [million] = monthsOf(trace.usual, { metrics: 0, alarms: 0, dashboards: 0 })
    const more = { ofInbox: 120, pausesByUsers: 12_500, places: 2 * 12_500 }
    const all = 500_000 + more.ofInbox + more.pausesByUsers + more.places
    expect(million.usage.httpRequests).toBeCloseTo(all, 3)
  })

  it.each(['usual', 'slow'] as const)(
    'uses a trace that equals the counts of the current code (%s pace)',
    async pace => {
      const counted = await countAt(pace)
      for (const kind of KINDS) {
        expect({ kind, counted: countedOf(counted[kind]) }).toEqual({
          kind,
          counted: countedOf(trace[pace][kind] as Counts),
        })
      }
    },
  )

  it('uses the read and write units that the engine reports', () => {
    for (const kind of KINDS) {
      const { readUnits: reads, tableWriteUnits: table, indexWriteUnits: indexes, ...engine } = trace.usual[kind]
      expect({ kind, reads, writes: table + indexes }).toEqual({
        kind,
        reads: engine.engineReadUnits,
        writes: engine.engineWriteUnits,
      })
    }
  })
})

describe("DynamoDB's units", () => {
  const item = { PK: 'p', SK: 's' }
  const ofBytes = (bytes: number) => ({ j: 'x'.repeat(bytes - 1) })

  it('charge a write per KB of the larger image, and twice in a transaction', () => {
    expect(sizeOf(ofBytes(1024))).toBe(1024)
    expect(tableWriteUnits(undefined, ofBytes(1024), false)).toBe(1)
    expect(tableWriteUnits(ofBytes(1025), ofBytes(10), false)).toBe(2)
    expect(tableWriteUnits(ofBytes(10), ofBytes(1025), true)).toBe(4)
    expect(tableWriteUnits(undefined, undefined, false)).toBe(1)
  })

  it('charge an index entry 1 when it is added or removed, 2 when it moves, 0 when it stays', () => {
    const at = (range: string) => ({ ...item, rP: 'shop#1', rS: range })
    expect(indexWriteUnits(item, at('1'))).toBe(1)
    expect(indexWriteUnits(at('1'), item)).toBe(1)
    expect(indexWriteUnits(at('1'), at('2'))).toBe(2)
    expect(indexWriteUnits(at('1'), { ...at('1'), j: 'more' })).toBe(0)
    expect(indexWriteUnits(undefined, { ...at('1'), iP: 'shop#1', dP: 'due#1' })).toBe(2)
  })

  it('charge a read per 4 KB, and half if it need not be consistent', () => {
    expect(readUnits(0, true)).toBe(1)
    expect(readUnits(4097, true)).toBe(2)
    expect(readUnits(4097, false)).toBe(1)
  })
})

describe('a bill', () => {
  it('subtracts the free tier, but never more than the usage', () => {
    const { lines, whole, withFree } = billOf({ ...NOTHING_USED, emails: 1_500, publishes: 10 })
    expect(lines.map(({ meter }) => meter)).toEqual(['emails', 'publishes'])
    expect(whole).toBeCloseTo(0.030_005, 9)
    expect(withFree).toBeCloseTo(0.01, 9)
  })

  it('adds counts, multiplied by how often they occur', () => {
    const sum = noCounts()
    const once = {
      ...noCounts(),
      times: 1,
      readUnits: 2,
      calls: { GetItem: 2 },
      lambda: { clock: { invocations: 1, ms: 3 } },
    }
    addCounts(sum, once)
    addCounts(sum, once, 10)
    expect(sum).toMatchObject({
      times: 11,
      readUnits: 22,
      calls: { GetItem: 22 },
      lambda: { clock: { invocations: 11, ms: 33 } },
    })
  })
})
