import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** Commands that write items. */
const WRITES = /^(Put|Update|Delete)ItemCommand$|Write/

/** Calls `listener` after each request of a client that may have written an item. */
export function afterWrites({ middlewareStack }: DynamoDBClient, listener: () => void): void {
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        try {
          return await next(args)
        } finally {
          if (WRITES.test(commandName)) listener()
        }
      },
    { step: 'initialize' },
  )
}
