import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { defined } from '../defined.ts'
import { SessionId } from '../protocol/ids.ts'
import { sessionId } from '../session/session.ts'
import { addressedBy } from './permit.ts'

type Asked = Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>

/**
 * Returns the conversation that a request names in its path or query, for log lines. Works on unchecked requests. Names
 * a user only by the conversation's id.
 */
export function aboutOf(asked: Asked): { readonly session?: string } {
  const { id, botId } = asked.pathParameters ?? {}
  if (SessionId.safeParse(id).success) return { session: String(id) }
  const { channel, userId, threadId } = addressedBy(asked)
  if (!botId || !channel || !userId) return {}
  return { session: sessionId({ botId, channel, userId, ...defined({ threadId }) }) }
}
