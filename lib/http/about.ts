import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { SessionId } from '../protocol/ids.ts'
import { sessionId } from '../session/session.ts'

type Asked = Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>

/**
 * Which conversation a request is about, as far as its path tells: for the log, before anything of it is checked. A user is
 * named by the conversation's id alone.
 */
export function aboutOf({ pathParameters, queryStringParameters }: Asked): { readonly session?: string } {
  const { id, botId, channel, userId } = pathParameters ?? {}
  if (SessionId.safeParse(id).success) return { session: String(id) }
  if (!botId || !channel || !userId) return {}
  const threadId = queryStringParameters?.threadId || undefined
  return { session: sessionId({ botId, channel, userId, ...(threadId !== undefined && { threadId }) }) }
}
