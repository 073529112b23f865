import type { Count } from '../../../lib/ports/system.ts'
import type { Deployment } from '../deployment.ts'
import { functionsOf, type LambdaFunction, ofType, symbolOf } from '../template.ts'

/** The free limits of CloudWatch. */
const MAX_ALARM_METRICS = 10
const MAX_DASHBOARD_METRICS = 50
/** The metrics that the functions count. */
const COUNTED: readonly string[] = [
  'BotFailures',
  'HandoffsRequested',
  'HandoffsWaiting',
  'HandoffsGivenUp',
  'DeliveriesFailed',
  'AlertsFailed',
  'AlertsHeld',
] satisfies Count[]

interface Metric {
  Namespace: string
  MetricName: string
  Dimensions?: { Name: string; Value: unknown }[]
}

/** The faults of the alarms and the dashboard: they cost money, have no action, or use unknown metrics. */
export function aboutOperations({ template }: Deployment): string[] {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => {
    const several = (Properties.Metrics as { MetricStat?: { Metric: Metric } }[] | undefined) ?? []
    const metrics = several.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
    return { id, Properties, metrics: metrics.length > 0 ? metrics : [Properties as unknown as Metric] }
  })
  const watched = alarms.flatMap(({ metrics }) => metrics)
  const shown = dashboardMetrics(template)
  return [
    ...(watched.length > MAX_ALARM_METRICS ? [`alarms watch ${watched.length} metrics`] : []),
    ...(shown.length > MAX_DASHBOARD_METRICS ? [`the dashboard shows ${shown.length} metrics`] : []),
    ...alarms.flatMap(({ id, Properties }) => [
      ...(symbolsOf(Properties.AlarmActions) === '{AlarmTopic}' ? [] : [`${id} tells nobody`]),
      ...(Properties.TreatMissingData === undefined ? [`${id} does not say what missing data means`] : []),
    ]),
    ...[...watched, ...shown].flatMap(metric => strangerOf(metric, functionsOf(template))),
  ]
}

/** A metric that is not AWS' own must be one of ours, summed over all functions, in the configured namespace. */
function strangerOf(
  { Namespace, MetricName, Dimensions = [] }: Metric,
  functions: readonly LambdaFunction[],
): string[] {
  if (Namespace.startsWith('AWS/')) return []
  const isTold = functions.every(({ Environment }) => Environment.Variables.METRICS_NAMESPACE === Namespace)
  if (isTold && COUNTED.includes(MetricName) && Dimensions.length === 0) return []
  return [`nobody counts ${[MetricName, ...Dimensions.map(({ Value }) => Value)].join(' of ')} under ${Namespace}`]
}

function dashboardMetrics(template: Deployment['template']): Metric[] {
  return ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([, { Properties }]) => {
    const body = JSON.parse(symbolOf(Properties.DashboardBody)) as {
      widgets: { properties: { metrics?: [string, string, ...unknown[]][] } }[]
    }
    return body.widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .map(([Namespace, MetricName, ...more]) => {
        const [Name, Value] = more.filter(each => typeof each === 'string')
        return { Namespace, MetricName, ...(Name !== undefined && { Dimensions: [{ Name, Value }] }) }
      })
  })
}

const symbolsOf = (values: unknown): string => [values ?? []].flat().map(symbolOf).join()
