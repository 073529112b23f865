import { defined } from '../../../lib/defined.ts'
import type { Call } from '../recording/recorder.ts'
import {
  functionsOf,
  type LambdaFunction,
  ofType,
  type Statement,
  statementsOf,
  symbolOf,
  type Template,
} from '../template.ts'

/** An action on a resource, both in IAM's terms; the resource in symbols, with `*` as in a statement. */
interface Use {
  readonly action: string
  readonly resource: string
  /** For a call: the prefix of the key of the item that it writes. */
  readonly key?: string
  /** For a permission: patterns of the allowed keys; undefined allows all keys. */
  readonly keys?: readonly string[]
}

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents']
const READING = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map(action => `dynamodb:${action}`)

/**
 * The faults of the functions' roles: a call that is not allowed, or a permission without a call. `calls`: the recorded
 * calls of the functions. What Lambda itself does with a role (logs, reading a stream, storing failures) is derived
 * from the template.
 */
export function aboutPermissions(template: Template, calls: readonly Call[]): string[] {
  return functionsOf(template).flatMap(fn => {
    const allowed = statementsOf(template, fn).flatMap(allowedBy)
    const done = [
      ...calls.filter(({ by }) => by === fn.name).map(call => useOf(template, fn, call)),
      ...byLambda(template, fn),
    ]
    return [
      ...unique(done.filter(use => !allowed.some(each => covers(each, use)))).map(
        ({ action, resource, key }) => `${fn.name} does ${action} on ${resource}${named(key)}, and may not`,
      ),
      ...unique(allowed.filter(each => !done.some(use => covers(each, use)))).map(
        ({ action, resource }) => `${fn.name} may do ${action} on ${resource}, and never does`,
      ),
      ...aboutKeys(template, fn, done).map(complaint => `${fn.name} ${complaint}`),
    ]
  })
}

const named = (key: string | undefined): string => (key === undefined ? '' : ` of ${key}`)
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'].map(action => `dynamodb:${action}`)

function allowedBy({ Action, Resource, Condition }: Statement): Use[] {
  const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']
  return [Action]
    .flat()
    .flatMap(action => [Resource].flat().map(each => ({ action, resource: symbolOf(each), ...(keys && { keys }) })))
}

/** A role must restrict writes to the key prefixes that its function writes. */
function aboutKeys(template: Template, fn: LambdaFunction, done: readonly Use[]): string[] {
  const writing = statementsOf(template, fn).filter(({ Action }) => [Action].flat().some(each => WRITES.includes(each)))
  return writing.flatMap(statement => {
    const [{ keys } = {}] = allowedBy(statement)
    if (!keys) return ['may write any item']
    const actions = [statement.Action].flat()
    const isUsed = (pattern: string) =>
      done.some(({ action, key }) => key !== undefined && actions.includes(action) && matches(pattern, key))
    return keys.filter(pattern => !isUsed(pattern)).map(pattern => `may write ${pattern}, and never does`)
  })
}

/** The resource of a call, from the function's environment in the template. */
function useOf(template: Template, { Environment }: LambdaFunction, { action, on, path, key }: Call): Use {
  const told = symbolOf(Environment.Variables[on])
  switch (on) {
    case 'TABLE_NAME':
      return { action, resource: `${told.replace(/\}$/, '.Arn}')}${path}`, ...defined({ key }) }
    case 'TOPIC_ARN':
      return { action, resource: told }
    case 'ASK_URL': {
      const [, called = ''] = /^https:\/\/lambda\..*\/functions\/([\w-]+)\/invocations$/.exec(told) ?? []
      const id = functionsOf(template).find(({ FunctionName }) => FunctionName === called)?.id
      return { action, resource: `{${id ?? called}.Arn}` }
    }
    case 'SOCKET_ENDPOINT': {
      const [, api, stage] = /^https:\/\/(\{\w+\})\.execute-api\..*\/(\w+)$/.exec(told) ?? []
      const connections = `${api}/${stage}${path}`
      return { action, resource: `arn:{AWS::Partition}:execute-api:{AWS::Region}:{AWS::AccountId}:${connections}` }
    }
    default:
      return on satisfies never
  }
}

function byLambda(template: Template, { id, FunctionName }: LambdaFunction): Use[] {
  const isOurs = (value: unknown) => symbolOf(value).startsWith(`{${id}`)
  const logs = ofType(template, 'AWS::Logs::LogGroup').filter(
    ([, { Properties }]) => Properties.LogGroupName === `/aws/lambda/${FunctionName}`,
  )
  const readers = ofType(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName: reader }) => isOurs(reader))
  const asynchronous = ofType(template, 'AWS::Lambda::EventInvokeConfig')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName: called }) => isOurs(called))
  const aside = [...readers, ...asynchronous].flatMap(({ DestinationConfig }) => DestinationConfig?.OnFailure ?? [])
  return [
    ...logs.flatMap(([group]) => LOGS.map(action => ({ action, resource: `{${group}.Arn}` }))),
    ...readers.flatMap(({ EventSourceArn }) => READING.map(action => ({ action, resource: symbolOf(EventSourceArn) }))),
    ...aside.map(({ Destination }) => ({ action: 'sqs:SendMessage', resource: symbolOf(Destination) })),
  ]
}

/** Matches as IAM does: actions in any case, `*` for anything. */
function covers(allowed: Use, use: Use): boolean {
  const { keys } = allowed
  const { key } = use
  const isOfThese = keys === undefined || key === undefined || keys.some(pattern => matches(pattern, key))
  const isAction = matches(allowed.action.toLowerCase(), use.action.toLowerCase())
  return isAction && isOfThese && matches(allowed.resource, use.resource)
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}

function unique(uses: readonly Use[]): Use[] {
  return [...new Map(uses.map(use => [`${use.action} ${use.resource} ${use.key}`, use])).values()]
}
