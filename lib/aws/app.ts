import { randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { REMEMBER_MS } from '../bots/directory.ts'
import type { Parts } from '../compose.ts'
import { openDynamoStore } from '../dynamo/store.ts'
import type { Asker, Notifier } from '../ports/outside.ts'
import type { AlertTopic } from '../ports/subscriptions.ts'
import type { Reach } from './asker.ts'
import type { Env } from './env.ts'
import { withinTime } from './limits.ts'
import { socketsWhenNeeded } from './sockets-when-needed.ts'

/**
 * Parts that only some functions need. Leaving them out makes a bundle smaller. Using a part that is left out throws.
 */
export interface Needs {
  readonly auth?: (env: Env) => Parts['auth']
  readonly notifier?: (env: Env) => Notifier
  readonly topic?: (env: Env) => AlertTopic
  readonly asker?: (reach: Reach, url: string) => Asker
}

/** Makes the parts of the application on AWS, except its log and metrics. */
export function awsParts(env: Env, { auth, notifier, topic, asker }: Needs): Omit<Parts, 'log' | 'metrics'> {
  const client = new DynamoDBClient({ maxAttempts: 4, requestHandler: withinTime() })
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  })
  const notOurs = async () => {
    throw new Error('the function uses a part that its composition does not provide')
  }
  return {
    store: openDynamoStore({ client: documents, table: env.TABLE_NAME }),
    sockets: socketsWhenNeeded({ endpoint: env.SOCKET_ENDPOINT, maxAttempts: 2, requestHandler: withinTime() }),
    notifier: notifier?.(env) ?? { publish: notOurs },
    alertTopic: topic?.(env) ?? { subscribe: notOurs, read: notOurs, setScope: notOurs, remove: notOurs },
    asker: () => asker?.(client.config, env.ASK_URL) ?? { ask: notOurs },
    settings: {
      consoleUrl: env.CONSOLE_URL,
      alertsIncludeText: env.ALERTS_INCLUDE_TEXT,
      platformUrls: {},
      processId: randomUUID(),
    },
    auth: auth?.(env) ?? (() => ({ check: notOurs })),
    reach: 'outside',
    directory: { rememberMs: REMEMBER_MS, alone: false },
    policy: env.INTERLUDE_POLICY,
  }
}
