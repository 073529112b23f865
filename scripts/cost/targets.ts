import { billOf } from './bill.ts'
import { type Assumptions, monthsOf, type Standing } from './months.ts'
import { PRICES } from './prices.ts'
import { dollars } from './print.ts'
import type { Trace } from './trace.ts'

/** The cost limit of a month with the free tier, in US dollars, by index in `monthsOf`. */
export const TARGETS = [
  { month: 0, most: 7.25 },
  { month: 2, most: 1 },
] as const

/** Computes the cost of a million entries under other assumptions. */
export function sensitivitiesOf(trace: Trace, standing: Standing, assumed: Assumptions): readonly string[] {
  const millionWith = (other: Partial<Assumptions>, counted = trace.usual) => {
    const [million] = monthsOf(counted, standing, { ...assumed, ...other })
    const { whole, withFree } = billOf(million.usage)
    return `${dollars(withFree)} (${dollars(whole)} without the free tier)`
  }
  const [{ usage }] = monthsOf(trace.usual, standing, assumed)
  const doubled = usage.indexWrites * PRICES.indexWrites.each
  return [
    'A million entries under other assumptions:',
    `- a minute between two messages, and no caches: ${millionWith({}, trace.slow)}`,
    `- a bot that answers at once: ${millionWith({ botMs: 0 })}`,
    `- a bot that answers after 3 s: ${millionWith({ botMs: 3_000 })}`,
    `- every recorded duration times five: ${millionWith({ stretch: 5 })}`,
    `- every tenth invocation starts a process: ${millionWith({ coldShare: 0.1 })}`,
    `- if transactions double the index writes: ${dollars(doubled)} more`,
    '',
  ]
}
