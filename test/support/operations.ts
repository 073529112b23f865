import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** Returns the operations that went over the wire while `act` ran. */
export async function operationsOf(client: DynamoDBClient, act: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      args => {
        sent.push(commandName.replace(/Command$/, ''))
        return next(args)
      },
    { step: 'finalizeRequest', name: 'operations' },
  )
  try {
    await act()
    return sent
  } finally {
    client.middlewareStack.remove('operations')
  }
}

/** Commands of the document client whose names differ from DynamoDB's operations. */
export const OPERATIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  TransactWrite: 'TransactWriteItems',
}
