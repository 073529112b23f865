import { randomUUID } from 'node:crypto'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SNSClient } from '@aws-sdk/client-sns'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Parts } from '../compose.ts'
import { dynamoStore } from '../dynamo/store.ts'
import type { Env } from './env.ts'
import { snsNotifier } from './notifier.ts'
import { apiGatewaySockets } from './sockets.ts'

/** Processes on AWS remember bots and keys for so long: a bot-wide pause waits for it, within the 29 s of a request. */
const REMEMBER_MS = 20_000

/** What the application is made of on AWS, but for what it writes out. */
export function awsParts(env: Env): Omit<Parts, 'log' | 'metrics'> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  })
  return {
    store: dynamoStore({ client: documents, table: env.TABLE_NAME }),
    sockets: apiGatewaySockets(new ApiGatewayManagementApiClient({ endpoint: env.SOCKET_ENDPOINT, maxAttempts: 2 })),
    notifier: snsNotifier(new SNSClient({ maxAttempts: 2 }), env.TOPIC_ARN),
    settings: { consoleUrl: env.CONSOLE_URL, alertsIncludeText: env.ALERTS_INCLUDE_TEXT, processId: randomUUID() },
    oidc: {
      issuer: env.OIDC_ISSUER,
      clientId: env.OIDC_CLIENT_ID,
      rolesClaim: env.OIDC_ROLES_CLAIM,
      ...(env.OIDC_JWKS_URL !== undefined && { jwksUrl: env.OIDC_JWKS_URL }),
    },
    reach: 'outside',
    directory: { rememberMs: REMEMBER_MS, alone: false },
    policy: env.INTERLUDE_POLICY,
  }
}
