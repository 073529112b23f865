import type { IncomingMessage, ServerResponse } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Log } from '../../lib/session/ports.ts'
import type { Admission, Lane } from '../admission/admission.ts'
import { readBody } from './body.ts'
import { PREFLIGHT, preflightMethod, withCors } from './cors.ts'
import { httpEvent, parseTarget, type Target } from './http-event.ts'
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
import { type Match, Router } from './router.ts'

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
  /** `people` if left out. */
  readonly lane?: Lane
}

/** Something beside the API on the same port (a page, the issuer): answers, and says `true`, or leaves the request alone. */
export type Extra = (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>

/** The listener of an HTTP API: match, read, invoke, answer. Never throws. */
export const httpApi = ({
  routes,
  extra,
  invocations,
  admission,
  overloaded,
  maxBodyBytes,
  log,
}: {
  routes: readonly Route[]
  extra: Extra
  invocations: Invocations
  admission: Admission
  /** The body of what is turned away. */
  overloaded: string
  maxBodyBytes: number
  log: Log
}) => {
  const router = new Router<Pick<Route, 'handler' | 'lane'>>()
  for (const { method, path, ...target } of routes) router.add(method, path, target)

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<Answer | 'answered'> => {
    const target = parseTarget(req.url ?? '/')
    if (target === undefined) return BAD_REQUEST
    const wanted = preflightMethod(req)
    if (wanted !== undefined && router.match(wanted, target.path)) return PREFLIGHT
    const match = router.match(req.method ?? 'GET', target.path)
    if (match === undefined) return (await extra(req, res)) ? 'answered' : NOT_FOUND
    // Before anything is read or remembered of it: to turn away must cost next to nothing.
    const { lane = 'people' } = match.target
    if (!admission.enter(lane)) return turnedAway(overloaded, admission.retryAfterSeconds())
    try {
      return await invoke(req, target, match)
    } finally {
      admission.leave(lane)
    }
  }

  const invoke = async (
    req: IncomingMessage,
    target: Target,
    match: Match<Pick<Route, 'handler'>>,
  ): Promise<Answer | 'answered'> => {
    const body = await readBody(req, maxBodyBytes)
    if (body === 'aborted') return 'answered'
    if (body === 'too large') return { ...TOO_LARGE, headers: { ...TOO_LARGE.headers, connection: 'close' } }

    const event = httpEvent(req, target, match, body === 'none' ? undefined : body)
    const outcome = await invocations.run(match.target.handler, event, match.routeKey)
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
    answer(req, res)
      .then(given => {
        if (given !== 'answered') sendAnswer(res, withCors(req, given))
      })
      // A function's headers that no answer can carry are found out by Node, before anything of it is written.
      .catch((error: unknown) => {
        log.error('the gateway failed', { url: req.url, error: String(error) })
        sendAnswer(res, INTERNAL_ERROR)
      })
  }
}

const turnedAway = (body: string, retryAfterSeconds: number): Answer => ({
  statusCode: 503,
  headers: { 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) },
  cookies: [],
  body,
})

const withRequestId = (answer: Answer, requestId: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'apigw-requestid': requestId },
})
