import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics'
import type { Metrics } from '../session/ports.ts'

/** What alarms and dashboards look under; the template names it too. */
export const NAMESPACE = 'Interlude'

export interface BufferedMetrics extends Metrics {
  /** Writes out what was counted since the last time: one line, or none. */
  publish(): void
}

/**
 * Counts as CloudWatch metrics, by lines of the log in its embedded metric format: no call, no permission. The one dimension is
 * `service`. What was counted in an invocation that is cut off is lost, so counts tell of trouble; the log is what is true.
 */
export function emfMetrics(serviceName: string): BufferedMetrics {
  const metrics = new Powertools({ namespace: NAMESPACE, serviceName })
  return {
    count: name => {
      metrics.addMetric(name, MetricUnit.Count, 1)
    },
    publish: () => {
      // With nothing to say it would warn that there is nothing to say.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
    },
  }
}
