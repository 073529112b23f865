import { TTL_ATTRIBUTE, tableDefinition } from '../../../lib/dynamo/table.ts'
import type { Deployment } from '../deployment.ts'
import { functionOf, functionsOf, ofType, symbolOf } from '../template.ts'

const STREAM = '{Table.StreamArn}'
/** The readers of the feed, and the batch window of each in seconds. */
const READERS: Readonly<Record<string, number>> = { dispatch: 0, live: 1 }

/** The faults of the table: it differs from what the code expects, or may be lost. */
export function aboutTable({ template }: Deployment): string[] {
  const tables = ofType(template, 'AWS::DynamoDB::Table')
  const table = tables.at(0)?.[1]
  if (tables.length !== 1 || !table) return [`there are ${tables.length} tables`]
  const { TableName: _, StreamSpecification, ...rest } = tableDefinition('any')
  const expected: Record<string, unknown> = {
    ...rest,
    StreamSpecification: { StreamViewType: StreamSpecification?.StreamViewType },
    TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  }
  const differs = Object.keys({ ...expected, ...table.Properties }).filter(
    key => sorted(expected[key]) !== sorted(table.Properties[key]),
  )
  return [
    ...differs.map(key => `the table's ${key} is ${JSON.stringify(table.Properties[key])}`),
    ...(['DeletionPolicy', 'UpdateReplacePolicy'] as const)
      .filter(policy => table[policy] !== 'Retain')
      .map(policy => `the table's ${policy} does not keep it`),
  ]
}

/** The faults of how the feed is read, and of what happens to failed records. */
export function aboutFeed({ template }: Deployment): string[] {
  const functions = functionsOf(template)
  const readers = new Map(
    ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
      const reader = functions.find(({ id }) => symbolOf(Properties.FunctionName).includes(id))
      return [reader?.name ?? 'nobody', Properties]
    }),
  )
  const complaints = Object.entries(READERS).flatMap(([name, window]) => {
    const reader = readers.get(name)
    if (!reader) return [`${name} does not read the feed`]
    const target = reader.DestinationConfig?.OnFailure?.Destination
    return [
      symbolOf(reader.EventSourceArn) === STREAM || `${name} does not read the table's stream`,
      String(reader.FunctionResponseTypes) === 'ReportBatchItemFailures' || `${name} cannot report part of a batch`,
      reader.BisectBatchOnFunctionError === true || `${name} is stopped by one bad record`,
      reader.MaximumRetryAttempts > 0 || `${name} is not tried again`,
      Number(reader.MaximumRecordAgeInSeconds) > 0 || `${name} may try for ever`,
      (reader.MaximumBatchingWindowInSeconds ?? 0) === window || `${name} gathers records for another time`,
      (target && symbolOf(target) === '{FeedDeadLetters.Arn}') || `${name} loses what cannot be served`,
    ].filter(complaint => typeof complaint === 'string')
  })
  const others = [...readers.keys()].filter(name => !(name in READERS)).map(name => `${name} reads the feed`)
  return [...complaints, ...others, ...aboutAsynchronous({ template, bundles: {} })]
}

/** Asynchronous calls, whose failures must go to a queue. By function: the queue, and the retries. */
const ASIDE: Readonly<Record<string, { readonly queue: string; readonly retries: number }>> = {
  clock: { queue: '{ClockDeadLetters.Arn}', retries: 0 },
  ask: { queue: '{AskDeadLetters.Arn}', retries: 0 },
}

function aboutAsynchronous({ template }: Deployment): string[] {
  const rule = ofType(template, 'AWS::Events::Rule').at(0)?.[1]
  const configs = ofType(template, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties)
  const complaints = Object.entries(ASIDE).flatMap(([name, { queue, retries }]) => {
    const { id } = functionOf(template, name)
    const config = configs.find(({ FunctionName }) => symbolOf(FunctionName).includes(id))
    const target = config?.DestinationConfig?.OnFailure?.Destination
    return [
      (target && symbolOf(target) === queue) || `calls of ${name} that fail leave no trace`,
      config?.MaximumRetryAttempts === retries || `calls of ${name} are tried again`,
      Number(config?.MaximumEventAgeInSeconds) === 60 || `calls of ${name} may wait for long`,
    ]
  })
  return [
    rule?.Properties.ScheduleExpression === 'rate(1 minute)' || 'the clock does not run every minute',
    ...complaints,
  ].filter(complaint => typeof complaint === 'string')
}

/** The value as text, with keys and lists sorted. */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value))
  const parts = Array.isArray(value)
    ? value.map(sorted)
    : Object.entries(value).map(([key, inner]) => `${key}:${sorted(inner)}`)
  return `{${parts.sort((a, b) => (a < b ? -1 : 1)).join()}}`
}
