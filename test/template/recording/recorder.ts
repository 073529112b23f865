import { ApiGatewayManagementApiClient, GoneException } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SNSClient } from '@aws-sdk/client-sns'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { lambdaAsker } from '../../../lib/aws/asker.ts'
import type { Env } from '../../../lib/aws/env.ts'
import type { DynamoEngine } from '../../../local/engines/dynamodb.ts'

/** A call of the AWS SDK as IAM sees it. The resource is named by its environment variable and `path`. */
export interface Call {
  readonly by: string
  readonly operation: string
  readonly action: string
  readonly on: 'TABLE_NAME' | 'TOPIC_ARN' | 'SOCKET_ENDPOINT' | 'ASK_URL'
  /** `/index/due`, `/POST/@connections/<id>`, or empty. */
  readonly path: string
  /** For a write: the prefix of its item's partition key, up to the first `#`. */
  readonly key?: string
}

/** The AWS services that clients reach: a real store, and sockets and a topic that accept everything. */
export interface Clouds {
  readonly engine: DynamoEngine
  /** Dead sockets, which the store may still list. */
  readonly gone: ReadonlySet<string>
  /** Notices that were published. */
  readonly notices: unknown[]
  readonly topicFails: () => boolean
  /** Takes an event for the function `ask`. */
  readonly asked: (event: unknown) => void
}

/** A function's clients, which record every call that goes out. */
export function recordedClients(
  by: string,
  env: Env,
  { engine, gone, notices, topicFails, asked }: Clouds,
  calls: Call[],
) {
  const local = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const dynamo = new DynamoDBClient({
    ...local,
    ...(engine.client.config.endpoint && { endpoint: engine.client.config.endpoint }),
  })
  dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      args => {
        const operation = operationOf(commandName)
        calls.push(...tableCalls(by, operation, args.input as TableInput, env.TABLE_NAME))
        return next(args)
      },
    { step: 'finalizeRequest', name: 'recorder' },
  )
  const sns = new SNSClient(local)
  sns.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const operation = operationOf(commandName)
        const { TopicArn, SubscriptionArn = '' } = input as { TopicArn?: string; SubscriptionArn?: string }
        if (TopicArn !== env.TOPIC_ARN && !SubscriptionArn.startsWith(`${env.TOPIC_ARN}:`))
          throw new Error('a topic that nobody told of')
        // IAM checks the calls about a subscription against its topic.
        calls.push({ by, operation, action: `sns:${operation}`, on: 'TOPIC_ARN', path: '' })
        if (topicFails()) throw new Error('the topic cannot be reached')
        if (operation === 'Publish') notices.push(input)
        return { output: { $metadata: {}, SubscriptionArn: `${TopicArn}:1`, Attributes: {} }, response: {} }
      },
    { step: 'initialize', name: 'recorder' },
  )
  const sockets = new ApiGatewayManagementApiClient({ ...local, endpoint: env.SOCKET_ENDPOINT })
  sockets.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const operation = operationOf(commandName)
        const { ConnectionId = '' } = input as { ConnectionId?: string }
        const verb = { PostToConnection: 'POST', GetConnection: 'GET', DeleteConnection: 'DELETE' }[operation]
        const path = `/${verb}/@connections/${ConnectionId}`
        calls.push({ by, operation, action: 'execute-api:ManageConnections', on: 'SOCKET_ENDPOINT', path })
        if (gone.has(ConnectionId)) throw new GoneException({ message: 'gone', $metadata: { httpStatusCode: 410 } })
        return { output: { $metadata: {} }, response: {} }
      },
    { step: 'initialize', name: 'recorder' },
  )
  const asker = lambdaAsker(
    {
      ...dynamo.config,
      requestHandler: {
        ...dynamo.config.requestHandler,
        handle: async (request: { hostname: string; path: string; body: string }) => {
          if (`https://${request.hostname}${request.path}` !== env.ASK_URL)
            throw new Error('a function that nobody told of')
          calls.push({ by, operation: 'Invoke', action: 'lambda:InvokeFunction', on: 'ASK_URL', path: '' })
          asked(JSON.parse(request.body))
          return { response: { statusCode: 202 } }
        },
      } as never,
    },
    env.ASK_URL,
  )
  const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } })
  const close = () => {
    for (const client of [documents, dynamo, sns, sockets]) client.destroy()
  }
  return { documents, sns, sockets, asker, close }
}

interface Written {
  readonly TableName?: string
  readonly Key?: { readonly PK?: { readonly S?: string } }
  readonly Item?: { readonly PK?: { readonly S?: string } }
}

interface TableInput extends Written {
  readonly IndexName?: string
  readonly RequestItems?: Readonly<Record<string, unknown>>
  readonly TransactItems?: readonly Readonly<Record<string, Written>>[]
}

/** A transaction needs the permissions of its parts; a batch needs its own. */
function tableCalls(by: string, operation: string, input: TableInput, table: string): Call[] {
  const parts = (input.TransactItems ?? []).flatMap(item => Object.entries(item))
  const names = [input.TableName, ...parts.map(([, part]) => part.TableName), ...Object.keys(input.RequestItems ?? {})]
  if (names.some(name => name !== undefined && name !== table)) throw new Error(`tables that nobody told of: ${names}`)
  const path = input.IndexName === undefined ? '' : `/index/${input.IndexName}`
  const done: (readonly [action: string, on: Written])[] = operation.startsWith('Transact')
    ? parts.map(([part, on]) => [part === 'ConditionCheck' ? 'ConditionCheckItem' : `${part}Item`, on])
    : [[operation, input]]
  const calls = done.map(([name, on]): Call => {
    const key = WRITES.includes(name) ? keyOf(on) : undefined
    const call = { by, operation, action: `dynamodb:${name}`, on: 'TABLE_NAME', path } as const
    return key === undefined ? call : { ...call, key }
  })
  return [...new Map(calls.map(call => [`${call.action} ${call.key}`, call])).values()]
}

const WRITES: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem']

function keyOf({ Key, Item }: Written): string {
  const partition = String(Key?.PK?.S ?? Item?.PK?.S ?? (Key ?? Item)?.PK)
  return partition.includes('#') ? partition.slice(0, partition.indexOf('#') + 1) : partition
}

const operationOf = (commandName: string): string => commandName.replace(/Command$/, '')
