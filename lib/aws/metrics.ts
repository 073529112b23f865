import type { Count, Metrics } from '../ports/system.ts'

export interface BufferedMetrics extends Metrics {
  /** Writes out what was counted since the last time: one line, or none. */
  publish(): void
}

/**
 * Counts as CloudWatch metrics, by lines of the log in its embedded metric format: no call, no permission. They have no
 * dimension, since what is overdue is counted by whichever function comes along; `service` is for who reads the log. What was
 * counted in an invocation that is cut off is lost, so counts tell of trouble; the log is what is true.
 */
export function emfMetrics(namespace: string, service: string): BufferedMetrics {
  const counted = new Map<Count, number>()
  return {
    count: name => {
      counted.set(name, (counted.get(name) ?? 0) + 1)
    },
    publish: () => {
      if (counted.size === 0) return
      const Metrics = [...counted.keys()].map(Name => ({ Name, Unit: 'Count' }))
      const directive = { Namespace: namespace, Dimensions: [[]], Metrics }
      const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [directive] }
      // Not by the console, before whose lines Lambda writes things of its own.
      process.stdout.write(`${JSON.stringify({ _aws, service, ...Object.fromEntries(counted) })}\n`)
      counted.clear()
    },
  }
}
