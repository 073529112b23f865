import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** The operations that really went over the wire while `act` ran. */
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

/** What the library of documents calls otherwise than DynamoDB does. */
export const OPERATIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  TransactWrite: 'TransactWriteItems',
}
