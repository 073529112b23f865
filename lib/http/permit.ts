import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { App } from '../app.ts'
import { bearerOf } from '../auth/authenticate.ts'
import type { Caller } from '../auth/caller.ts'
import { InterludeError } from '../protocol/problem.ts'
import { isAdmin, servesBot } from '../protocol/roles.ts'
import type { RouteSpec } from '../protocol/routes.ts'

/**
 * Returns the caller of a route, or throws if the caller may not call it. Answers `not_found` for the bots and
 * conversations of others, so that callers cannot learn which exist.
 */
export async function callerOf(
  { who, method, path }: RouteSpec,
  event: APIGatewayProxyEventV2,
  params: unknown,
  app: App,
): Promise<Caller> {
  const { botId } = params as { botId?: string }
  if (botId === undefined && who.includes('anyone')) return { as: 'anyone' }
  const token = bearerOf(event.headers.authorization)
  if (token === undefined && !who.includes('anyone')) {
    throw new InterludeError('auth.missing', 'the header "Authorization: Bearer <token>" is required')
  }
  if (token === undefined) {
    if (botId !== undefined) await app.directory.bot(botId)
    return { as: 'anyone' }
  }

  const caller = await app.auth.check(token, botId)
  const forbidden = () => new InterludeError('auth.forbidden', `this token may not ${method} ${path}`)
  switch (caller.as) {
    case 'bot':
      if (!who.includes('bot')) throw forbidden()
      return caller
    case 'user': {
      if (!who.includes('user')) throw forbidden()
      const { address } = caller
      const { channel, userId, threadId } = addressedBy(event)
      const own = channel === undefined || (address.channel === channel && address.userId === userId && !threadId)
      if (!own) throw new InterludeError('session.not_found', 'this is not your conversation')
      return caller
    }
    case 'agent': {
      if (botId !== undefined && !servesBot(caller.roles, botId)) {
        throw new InterludeError('bot.not_found', 'there is no such bot')
      }
      if (!who.includes('agent') && !(who.includes('admin') && isAdmin(caller.roles))) throw forbidden()
      const creates = method === 'PUT'
      if (botId !== undefined && !creates) await app.directory.bot(botId)
      return caller
    }
    case 'anyone':
      throw forbidden()
    default:
      return caller satisfies never
  }
}

/**
 * Returns the user that a request names in its path or, if the path has no user, in its query. Routes with the ids in
 * the body check those themselves.
 */
export function addressedBy({
  pathParameters,
  queryStringParameters,
}: Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>): {
  readonly channel: string | undefined
  readonly userId: string | undefined
  readonly threadId: string | undefined
} {
  const inPath = pathParameters?.userId !== undefined
  const { channel, userId } = (inPath ? pathParameters : queryStringParameters) ?? {}
  return { channel, userId, threadId: queryStringParameters?.threadId || undefined }
}
