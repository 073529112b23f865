import type { IncomingMessage, ServerResponse } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Log } from '../../lib/ports/system.ts'
import type { Admission, Lane } from '../admission/admission.ts'
import type { Bodies } from './bodies.ts'
import { type BodyRefusal, hasBody } from './body.ts'
import { PREFLIGHT, preflightMethod, withCors } from './cors.ts'
import { httpEvent, parseTarget, type Target } from './http-event.ts'
import {
  type Answer,
  BAD_REQUEST,
  gatewayAnswer,
  INTERNAL_ERROR,
  NOSNIFF,
  NOT_FOUND,
  readResult,
  sendAnswer,
  TOO_LARGE,
  TOO_SLOW,
  UNAVAILABLE,
} from './http-result.ts'
import type { Invocations } from './lambda.ts'
import { type Match, Router } from './router.ts'

/** A function behind a route. A result without `statusCode` becomes the body of a 200, as in HTTP APIs. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

/** `path` in API Gateway's notation: `/api/v1/bots/{botId}/…`, `{rest+}` last; `method` may be `ANY`. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly handler: HttpHandler
  /** Default: `people`. */
  readonly lane?: Lane
}

/**
 * Reads the body of a request that no route matched. Resolves with undefined if it did not arrive; the gateway then
 * answers.
 */
export type ReadBody = () => Promise<Buffer | undefined>

/**
 * Serves requests besides the API on the same port (a page, the issuer). Answers and returns true, or returns false.
 */
export type Extra = (req: IncomingMessage, res: ServerResponse, readBody: ReadBody) => boolean | Promise<boolean>

/** Returns a message for the sender if a request's `Host` is refused, or undefined. */
export type HostRefusal = (req: IncomingMessage) => string | undefined

/** Makes the listener of an HTTP API: match, read, invoke, answer. Never throws. */
export const httpApi = ({
  routes,
  extra,
  invocations,
  admission,
  laneOfRequest,
  overloaded,
  hostRefusal,
  bodies,
  maxBodyBytes,
  log,
}: {
  routes: readonly Route[]
  extra: Extra
  invocations: Invocations
  admission: Admission
  /** The lane of a request, from the lane of its route and its (unverified) token. */
  laneOfRequest: (route: Lane, req: IncomingMessage) => Lane
  /** The body of a refusal. */
  overloaded: string
  hostRefusal: HostRefusal
  bodies: Bodies
  maxBodyBytes: number
  log: Log
}) => {
  const router = new Router<Pick<Route, 'handler' | 'lane'>>()
  for (const { method, path, ...target } of routes) router.add(method, path, target)

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<Answer | 'answered'> => {
    const refusal = hostRefusal(req)
    if (refusal !== undefined) return gatewayAnswer(421, refusal)
    const target = parseTarget(req.url ?? '/')
    if (target === undefined) return BAD_REQUEST
    const wanted = preflightMethod(req)
    if (wanted !== undefined && router.match(wanted, target.path)) return PREFLIGHT
    const match = router.match(req.method ?? 'GET', target.path)
    if (match === undefined) return await answerBeside(req, res)
    const lane = laneOfRequest(match.target.lane ?? 'people', req)
    // A refusal must cost next to nothing: read no body if there is no room.
    if (hasBody(req) && !admission.hasRoom(lane)) return turnedAway(overloaded, admission.retryAfterSeconds())
    // An incomplete body takes no place, or senders that never finish would block the lane.
    const body = await bodies.read(req, maxBodyBytes)
    if (body === 'aborted') return 'answered'
    if (typeof body === 'string' && body !== 'none') return refused(body)
    if (!admission.enter(lane)) return turnedAway(overloaded, admission.retryAfterSeconds())
    try {
      return await invoke(req, target, match, body === 'none' ? undefined : body)
    } finally {
      admission.leave(lane)
    }
  }

  const answerBeside = async (req: IncomingMessage, res: ServerResponse): Promise<Answer | 'answered'> => {
    let failure: Answer | 'answered' | undefined
    const readBody = async () => {
      const body = await bodies.read(req, maxBodyBytes)
      if (typeof body !== 'string') return body
      if (body === 'none') return Buffer.alloc(0)
      failure = body === 'aborted' ? 'answered' : refused(body)
      return undefined
    }
    const isAnswered = await extra(req, res, readBody)
    return failure ?? (isAnswered ? 'answered' : NOT_FOUND)
  }

  /** Closes the connection: the unread rest of the body would be parsed as the next request. */
  const refused = (why: BodyRefusal): Answer => {
    switch (why) {
      case 'too large':
        return closing(TOO_LARGE)
      case 'too slow':
        return closing(TOO_SLOW)
      case 'crowded out':
        return closing(turnedAway(overloaded, admission.retryAfterSeconds()))
      default:
        return why satisfies never
    }
  }

  const invoke = async (
    req: IncomingMessage,
    target: Target,
    match: Match<Pick<Route, 'handler'>>,
    body: Buffer | undefined,
  ): Promise<Answer> => {
    const event = httpEvent(req, target, match, body)
    const outcome = await invocations.run(match.target.handler, event, match.routeKey)
    switch (outcome.status) {
      case 'done': {
        const result = readResult(outcome.result)
        if (result === undefined) log.error('a function returned a malformed result', { route: match.routeKey })
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
      // Node throws on a function's invalid headers before it writes anything of the answer.
      .catch((error: unknown) => {
        log.error('the gateway failed', { url: req.url, error: String(error) })
        sendAnswer(res, INTERNAL_ERROR)
      })
  }
}

const turnedAway = (body: string, retryAfterSeconds: number): Answer => ({
  statusCode: 503,
  headers: { ...NOSNIFF, 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) },
  cookies: [],
  body,
})

const closing = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, connection: 'close' } })

const withRequestId = (answer: Answer, requestId: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'apigw-requestid': requestId },
})
