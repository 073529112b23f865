import type { Done } from './load.ts'
import type { Worked } from './people.ts'

export interface Figures {
  /** Messages per second that the machine accepted before the overload. */
  readonly capacity: number
  /** The offered load and the sent load, as multiples of the capacity (a client under load falls behind). */
  readonly offeredTimes: number
  readonly sentTimes: number
  /** Acknowledged messages per second during the overload, as a fraction of the capacity. */
  readonly goodput: number
  readonly acknowledged: number
  readonly refused: number
  /** Other results, by status or code: no answer, or another error. */
  readonly others: Readonly<Record<string, number>>
  readonly refusedWithoutRetryAfter: number
  readonly acknowledgedMs: Spread
  readonly refusedMs: Spread
  readonly pauseMs: Spread
  readonly controls: number
  readonly controlsFailed: number
  readonly recoveredMs: number
  /** The throughput afterwards, as a fraction of the capacity. */
  readonly afterwards: number
  readonly megabytesBefore: number
  readonly megabytesPeak: number
  /** The peak of the last third as a fraction of the peak before: clearly more than 1 is growth. */
  readonly growthAtTheEnd: number
}

export interface Spread {
  readonly median: number
  readonly p99: number
  readonly max: number
}

export function figuresOf(run: {
  readonly perSecond: number
  readonly offeredPerSecond: number
  readonly flood: Done
  readonly pauses: readonly Worked[]
  readonly again: Done
  readonly recoveredMs: number
  readonly memory: { readonly before: readonly number[]; readonly during: readonly number[] }
}): Figures {
  const { perSecond, offeredPerSecond, flood, pauses, again, recoveredMs, memory } = run
  const ok = flood.sent.filter(({ status }) => status === 200)
  const refused = flood.sent.filter(({ code, status }) => status === 503 && code === 'service.overloaded')
  const others = flood.sent.filter(each => !ok.includes(each) && each.code !== 'service.overloaded')
  const seconds = flood.tookMs / 1000
  const share = (part: number) => Number(part.toFixed(2))
  const peak = (figures: readonly number[]) => Math.max(...figures, 0)
  const twoThirds = Math.ceil((memory.during.length * 2) / 3)
  return {
    capacity: Math.round(perSecond),
    offeredTimes: share(offeredPerSecond / perSecond),
    sentTimes: share(flood.sent.length / seconds / perSecond),
    goodput: share(ok.length / seconds / perSecond),
    acknowledged: ok.length,
    refused: refused.length,
    others: Object.fromEntries(
      [...Map.groupBy(others, ({ code, status }) => code ?? `status ${status}`)].map(([why, all]) => [why, all.length]),
    ),
    refusedWithoutRetryAfter: refused.filter(({ retryAfter }) => !(Number(retryAfter) > 0)).length,
    acknowledgedMs: spread(ok.map(took)),
    refusedMs: spread(refused.map(took)),
    pauseMs: spread(pauses.filter(({ kind }) => kind === 'pause').map(({ ms }) => ms)),
    controls: pauses.length,
    controlsFailed: pauses.filter(each => !each.ok).length,
    recoveredMs: Math.round(recoveredMs),
    afterwards: share((again.sent.length / again.tookMs / perSecond) * 1000),
    megabytesBefore: peak(memory.before),
    megabytesPeak: peak(memory.during),
    growthAtTheEnd: share(peak(memory.during.slice(twoThirds)) / peak(memory.during.slice(0, twoThirds))),
  }
}

function took({ invokedAt, endedAt }: { readonly invokedAt: number; readonly endedAt: number }): number {
  return endedAt - invokedAt
}

function spread(all: readonly number[]): Spread {
  const sorted = [...all].sort((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { median: at(0.5), p99: at(0.99), max: at(1) }
}
