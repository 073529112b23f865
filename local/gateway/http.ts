import type { IncomingMessage, ServerResponse } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Log } from '../../lib/session/ports.ts'
import { readBody } from './body.ts'
import { httpEvent, parseTarget } from './http-event.ts'
import {
  type Answer,
  BAD_REQUEST,
  INTERNAL_ERROR,
  NOT_FOUND,
  readResult,
  sendAnswer,
  TOO_LARGE,
  UNAVAILABLE,
} from './http-result.ts'
import type { Invocations } from './lambda.ts'
import { Router } from './router.ts'

/** A function behind a route. What has no `statusCode` is taken as the body of a 200, as HTTP APIs do. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/** `path` in API Gateway's notation: `/api/v1/bots/{botId}/…`, `{rest+}` last; `method` may be `ANY`. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly handler: HttpHandler
}

/** Something beside the API on the same port (a page, the issuer): answers, and says `true`, or leaves the request alone. */
export type Extra = (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>

/** An HTTP API takes no more. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

/** The listener of an HTTP API: match, read, invoke, answer. Never throws. */
export const httpApi = ({
  routes,
  extra,
  invocations,
  log,
}: {
  routes: readonly Route[]
  extra: Extra
  invocations: Invocations
  log: Log
}) => {
  const router = new Router<HttpHandler>()
  for (const { method, path, handler } of routes) router.add(method, path, handler)

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<Answer | 'answered'> => {
    const target = parseTarget(req.url ?? '/')
    if (target === undefined) return BAD_REQUEST
    const match = router.match(req.method ?? 'GET', target.path)
    if (match === undefined) return (await extra(req, res)) ? 'answered' : NOT_FOUND
    const body = await readBody(req, MAX_BODY_BYTES)
    if (body === 'aborted') return 'answered'
    if (body === 'too large') return { ...TOO_LARGE, headers: { ...TOO_LARGE.headers, connection: 'close' } }

    const event = httpEvent(req, target, match, body === 'none' ? undefined : body)
    const outcome = await invocations.run(match.target, event, match.routeKey)
    switch (outcome.status) {
      case 'done': {
        const result = readResult(outcome.result)
        if (result === undefined) log.error('a function gave a malformed result', { route: match.routeKey })
        return withRequestId(result ?? INTERNAL_ERROR, event.requestContext.requestId)
      }
      case 'failed':
        return withRequestId(INTERNAL_ERROR, event.requestContext.requestId)
      case 'timeout':
        return withRequestId(UNAVAILABLE, event.requestContext.requestId)
      default:
        return outcome satisfies never
    }
  }

  return (req: IncomingMessage, res: ServerResponse): void => {
    answer(req, res).then(
      given => {
        if (given !== 'answered') sendAnswer(res, given)
      },
      (error: unknown) => {
        log.error('the gateway failed', { url: req.url, error: String(error) })
        sendAnswer(res, INTERNAL_ERROR)
      },
    )
  }
}

const withRequestId = (answer: Answer, requestId: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'apigw-requestid': requestId },
})
