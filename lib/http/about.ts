import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { SessionId } from '../protocol/ids.ts'
import { sessionId } from '../session/session.ts'
import { addressedBy } from './permit.ts'

type Asked = Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>

/**
 * Which conversation a request is about, as far as its path and query tell: for the log, before anything of it is checked. A user is
 * named by the conversation's id alone.
 */
export function aboutOf(asked: Asked): { readonly session?: string } {
  const { id, botId } = asked.pathParameters ?? {}
  if (SessionId.safeParse(id).success) return { session: String(id) }
  const { channel, userId, threadId } = addressedBy(asked)
  if (!botId || !channel || !userId) return {}
  return { session: sessionId({ botId, channel, userId, ...(threadId !== undefined && { threadId }) }) }
}
