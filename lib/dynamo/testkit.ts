import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import type { CommandOf, Verb } from '../session/commands.ts'
import { type Decision, decide } from '../session/decide.ts'
import { defaultPolicy } from '../session/policy.ts'
import { newSession, type Session } from '../session/session.ts'
import type { Item } from './item.ts'
import { openDynamoStore } from './store.ts'

export const START = Date.UTC(2026, 0, 5, 9)
export const maria = newSession({ botId: 'shop', channel: 'web', userId: 'user-4711-of-the-widget' }, START)
export const ana = { type: 'agent', id: '4b1f8a0e-agent-ana', name: 'Ana Sousa' } as const

export const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1 }))
export const dynamo = mockClient(client)
export const store = openDynamoStore({ client, table: 'interlude' })

export const decided = <V extends Verb>(
  session: Session,
  command: CommandOf<V> & { verb: V },
  at = START,
): Decision<unknown> => decide<V>(session, command, at, defaultPolicy)
export const says = (session: Session, text: string, id?: string, at = START) =>
  decided(
    session,
    { verb: 'receive', messages: [{ type: 'text', text }], leaseMs: 10_000, botPaused: false, ...(id && { id }) },
    at,
  )
export const answers = (session: Session, text: string, at = START) =>
  decided(
    session,
    {
      verb: 'reply',
      by: { type: 'bot' },
      of: session.revision,
      epoch: session.epoch,
      replies: [{ type: 'text', text }],
      serial: false,
      botPaused: false,
    },
    at,
  )

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
