import type { Count, Metrics } from '../ports/system.ts'

export interface BufferedMetrics extends Metrics {
  /** Writes the counts since the last call in one line, if there are any. */
  publish(): void
}

/**
 * Writes counts as CloudWatch metrics, in log lines of the embedded metric format, which need no call and no
 * permission. They have no dimension, because any function may handle an overdue conversation; `service` is for readers
 * of the log. An invocation that is cut off loses its counts. The counts indicate trouble; the log has the facts.
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
      // Not with console: Lambda adds a prefix to its lines.
      process.stdout.write(`${JSON.stringify({ _aws, service, ...Object.fromEntries(counted) })}\n`)
      counted.clear()
    },
  }
}
