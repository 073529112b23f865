import type { Deployment } from '../deployment.ts'
import { functionsOf, type LambdaFunction, ofType, symbolOf } from '../template.ts'

/** What CloudWatch gives for nothing. */
const MAX_ALARM_METRICS = 10
const MAX_DASHBOARD_METRICS = 50
/** What the functions count (lib/aws), by function. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  BotFailures: ['inbound', 'agent-ws'],
  HandoffsRequested: ['dispatch', 'clock'],
  HandoffsWaiting: ['clock'],
  HandoffsGivenUp: ['clock'],
  DeliveriesFailed: ['dispatch', 'clock'],
  AlertsFailed: ['dispatch', 'clock'],
}

interface Metric {
  Namespace: string
  MetricName: string
  Dimensions?: { Name: string; Value: unknown }[]
}

/** What is wrong with the alarms and the dashboard: they cost, tell nobody, or look at what nobody counts. */
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

/** Whatever is not AWS' own should be a count of ours, under the namespace that its function is told. */
function strangerOf(
  { Namespace, MetricName, Dimensions = [] }: Metric,
  functions: readonly LambdaFunction[],
): string[] {
  if (Namespace.startsWith('AWS/')) return []
  const [{ Name, Value } = { Name: '', Value: '' }] = Dimensions
  const counting = functions.find(({ name }) => Name === 'service' && name === Value)
  const known = counting && COUNTED[MetricName]?.includes(counting.name)
  return known && counting.Environment.Variables.METRICS_NAMESPACE === Namespace
    ? []
    : [`nobody counts ${MetricName} of ${Value} under ${Namespace}`]
}

function dashboardMetrics(template: Deployment['template']): Metric[] {
  return ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([, { Properties }]) => {
    const body = JSON.parse(symbolOf(Properties.DashboardBody)) as {
      widgets: { properties: { metrics?: string[][] } }[]
    }
    return body.widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .map(([Namespace = '', MetricName = '', Name = '', Value = '']) => ({
        Namespace,
        MetricName,
        Dimensions: [{ Name, Value }],
      }))
  })
}

const symbolsOf = (values: unknown): string => [values ?? []].flat().map(symbolOf).join()
