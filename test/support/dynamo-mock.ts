import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import type { Item } from '../../lib/dynamo/item.ts'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import type { CommandOf, Verb } from '../../lib/session/commands.ts'
import { type Decision, decide } from '../../lib/session/decide.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { newSession, type Session } from '../../lib/session/session.ts'
import { START } from './clock.ts'

/** The DynamoDB store over a mock of the SDK's client: no engine, only the commands that it sends. */
export const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1 }))
export const dynamo = mockClient(client)
export const store = openDynamoStore({ client, table: 'interlude' })

export const conversation = newSession({ botId: 'shop', channel: 'web', userId: 'user-4711-of-the-widget' }, START)

/** The decision about a command. */
export const decided = <V extends Verb>(
  session: Session,
  command: CommandOf<V> & { verb: V },
  at = START,
): Decision<unknown> => decide<V>(session, command, at, defaultPolicy)

/** The item that an update creates if none is stored. */
export function itemOf(update: Record<string, unknown> | undefined): Item {
  const names = update?.ExpressionAttributeNames as Record<string, string>
  const values = update?.ExpressionAttributeValues as Record<string, unknown>
  const set = Object.entries(names).filter(([short]) => `:${short.slice(1)}` in values)
  return {
    ...(update?.Key as Item),
    ...Object.fromEntries(set.map(([short, name]) => [name, values[`:${short.slice(1)}`]])),
  }
}

/** Removes the calls and answers of the previous test; writes succeed. */
export function resetDynamo(): void {
  dynamo.reset()
  dynamo.on(TransactWriteCommand).resolves({}).on(UpdateCommand).resolves({})
}

/** The names of the commands that were sent. */
export const calls = () => dynamo.calls().map(({ args }) => args[0].constructor.name)
