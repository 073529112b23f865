import { chmod, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { withinTime } from '../../lib/aws/limits.ts'
import { TTL_ATTRIBUTE, tableDefinition } from '../../lib/dynamo/table.ts'
import { type EmbeddedEngine, startEmbedded } from './embedded.ts'
import type { PositionStore } from './position.ts'
import { endOfStream, tidyStream } from './stream-file.ts'
import { unsigned } from './unsigned.ts'

/** A DynamoDB with the table, and clients for it. */
export interface DynamoEngine {
  readonly client: DynamoDBClient
  readonly documents: DynamoDBDocumentClient
  readonly streams: DynamoDBStreamsClient
  readonly table: string
  readonly streamArn: string
  /** False if AWS_ENDPOINT_URL_DYNAMODB names another engine. */
  readonly isEmbedded: boolean
  close(): Promise<void>
}

const FILE = 'dynamodb.sqlite'
/** Time (ms) for one attempt of a request. Requests queue for the 50 connections, so it is longer than on AWS. */
const ATTEMPT_MS = 20_000

export interface DynamoEngineOptions {
  /** The folder for the data. In memory if absent. */
  readonly directory?: string
  readonly table: string
  /** The position up to which the stream was handled. Handled records are pruned while the engine is stopped. */
  readonly position?: PositionStore
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/**
 * Starts the embedded engine over the data folder, and creates the table if it is missing. If AWS_ENDPOINT_URL_DYNAMODB
 * names another engine, uses that one instead, starts nothing and ignores `directory`. Throws if neither is available.
 */
export async function openDynamoEngine(options: DynamoEngineOptions): Promise<DynamoEngine> {
  const { directory, table, position, environment = process.env } = options
  const elsewhere = environment.AWS_ENDPOINT_URL_DYNAMODB
  if (elsewhere) {
    const streams = environment.AWS_ENDPOINT_URL_DYNAMODB_STREAMS || elsewhere
    return await connect(clients({ endpoint: elsewhere, streams }, reachOf(environment)), table)
  }
  const embedded = await startTidied(directory, table, position)
  try {
    const { endpoint } = embedded
    return await connect(
      clients({ endpoint, streams: endpoint }, { ...reachOf({}), signer: unsigned }),
      table,
      embedded,
    )
  } catch (error) {
    await embedded.close()
    throw error
  }
}

/** Marks all records of a stopped engine's stream as handled, and prunes them. For tables that a tool fills. */
export async function skipStream(
  { directory, table, position }: { directory: string; table: string; position: PositionStore },
  streamArn: string,
): Promise<void> {
  const file = join(directory, FILE)
  const end = endOfStream(file, table, streamArn)
  await position.write(end)
  tidyStream(file, { table, position: end })
}

/** Creates the table with its indexes, stream and time to live if it is missing. Returns the ARN of its stream. */
export async function ensureTable(client: DynamoDBClient, table: string): Promise<string> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(table)))
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: table })
    const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true }
    await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }))
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }))
  if (!Table?.LatestStreamArn) throw new Error(`the table ${table} has no stream`)
  return Table.LatestStreamArn
}

async function startTidied(
  directory: string | undefined,
  table: string,
  position: PositionStore | undefined,
): Promise<EmbeddedEngine> {
  if (directory === undefined) return await startEmbedded()
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, FILE)
  // Earlier versions left these files readable by every user.
  for (const name of await readdir(directory)) if (name.startsWith(FILE)) await chmod(join(directory, name), 0o600)
  // The engine creates its own tables at its first start; only then can the index be added.
  await (await startEmbedded({ file })).close()
  tidyStream(file, { table, position: await position?.read() })
  return await startEmbedded({ file })
}

type Clients = Pick<DynamoEngine, 'client' | 'documents' | 'streams'>
type Reach = Pick<DynamoDBClientConfig, 'region' | 'credentials' | 'signer'>

function reachOf(environment: Readonly<Record<string, string | undefined>>): Reach {
  const region = environment.AWS_REGION || 'local'
  // Local engines require credentials but do not check them.
  const unchecked = { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  return { region, ...(environment.AWS_ACCESS_KEY_ID ? {} : unchecked) }
}

function clients(at: { readonly endpoint: string; readonly streams: string }, reach: Reach): Clients {
  const client = new DynamoDBClient({ ...reach, endpoint: at.endpoint, requestHandler: withinTime(ATTEMPT_MS) })
  return {
    client,
    documents: DynamoDBDocumentClient.from(client),
    streams: new DynamoDBStreamsClient({ ...reach, endpoint: at.streams }),
  }
}

async function connect(reach: Clients, table: string, embedded?: EmbeddedEngine): Promise<DynamoEngine> {
  const streamArn = await ensureTable(reach.client, table)
  return {
    ...reach,
    table,
    streamArn,
    isEmbedded: embedded !== undefined,
    async close() {
      reach.documents.destroy()
      reach.client.destroy()
      reach.streams.destroy()
      await embedded?.close()
    },
  }
}
