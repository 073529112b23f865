import type { Figures } from './figures.ts'

/** Far above the measured values, because the machine may be busy. */
const REFUSED_USUALLY_MS = 3_000
const REFUSED_WITHIN_MS = 6_000
const PAUSED_WITHIN_MS = 5_000
const RECOVERED_WITHIN_MS = 5_000
/** The memory that a server may take in addition, and its growth limit in the last third. */
const MORE_MEGABYTES = 400
const GROWTH = 1.35

/** Returns a complaint for each figure that is beyond its limit. */
export function badFigures(figures: Figures): string[] {
  const { refused, acknowledged, refusedMs, pauseMs, megabytesPeak, megabytesBefore } = figures
  const others = Object.entries(figures.others).map(([why, count]) => `${count} × ${why}`)
  const bad: readonly (readonly [boolean, string])[] = [
    [acknowledged === 0, 'nothing is acknowledged any more'],
    [refused === 0, 'nothing is refused'],
    [others.length > 0, `something else is answered than yes or no: ${others.join(', ')}`],
    [figures.refusedWithoutRetryAfter > 0, `${figures.refusedWithoutRetryAfter} refusals without Retry-After`],
    [refusedMs.median > REFUSED_USUALLY_MS, `a refusal takes ${refusedMs.median} ms as a rule`],
    [refusedMs.p99 > REFUSED_WITHIN_MS, `one refusal in a hundred takes ${refusedMs.p99} ms`],
    [figures.controls === 0 || figures.controlsFailed > 0, `${figures.controlsFailed} commands of agents failed`],
    [pauseMs.max > PAUSED_WITHIN_MS, `a pause takes ${pauseMs.max} ms`],
    [figures.recoveredMs > RECOVERED_WITHIN_MS, `it recovers after ${figures.recoveredMs} ms`],
    [megabytesPeak - megabytesBefore > MORE_MEGABYTES, `memory grows from ${megabytesBefore} to ${megabytesPeak} MB`],
    [figures.growthAtTheEnd > GROWTH, `memory still grows in the end, by the factor ${figures.growthAtTheEnd}`],
  ]
  return bad.flatMap(([isBad, what]) => (isBad ? [what] : []))
}
