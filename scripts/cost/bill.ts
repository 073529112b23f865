import { METERS, type Meter, PRICES, type Usage } from './prices.ts'

/** A line of a bill. */
export interface Line {
  readonly meter: Meter
  readonly used: number
  /** US dollars without the free tier, and after subtracting the monthly free tier. */
  readonly whole: number
  readonly withFree: number
}

export interface Bill {
  readonly lines: readonly Line[]
  readonly whole: number
  readonly withFree: number
}

/** Computes the cost of a month's usage, the most expensive line first. Does not round. */
export function billOf(usage: Usage): Bill {
  const lines = METERS.filter(meter => usage[meter] > 0)
    .map((meter): Line => {
      const { each, free } = PRICES[meter]
      const used = usage[meter]
      return { meter, used, whole: used * each, withFree: Math.max(0, used - free) * each }
    })
    .sort((a, b) => b.withFree - a.withFree || b.whole - a.whole)
  const sum = (of: 'whole' | 'withFree') => lines.reduce((total, line) => total + line[of], 0)
  return { lines, whole: sum('whole'), withFree: sum('withFree') }
}
