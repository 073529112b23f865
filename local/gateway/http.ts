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

/** Reads the body of a request that no route matched. Nothing where it did not arrive: the gateway answers that itself. */
export type ReadBody = () => Promise<Buffer | undefined>

/** Something beside the API on the same port (a page, the issuer): answers, and says `true`, or leaves the request alone. */
export type Extra = (req: IncomingMessage, res: ServerResponse, readBody: ReadBody) => boolean | Promise<boolean>

/** Why a request's `Host` is refused, in words for its sender; nothing where it is served. */
export type HostRefusal = (req: IncomingMessage) => string | undefined

/** The listener of an HTTP API: match, read, invoke, answer. Never throws. */
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
  /** The lane of a request, by the lane of its route and by who it says that it comes from. */
  laneOfRequest: (route: Lane, req: IncomingMessage) => Lane
  /** The body of what is turned away. */
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
    // To turn away must cost next to nothing: where there is no room, no body is read.
    if (hasBody(req) && !admission.hasRoom(lane)) return turnedAway(overloaded, admission.retryAfterSeconds())
    // A body that is still on its way takes no place, or senders who never finish would keep everybody else out.
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

  /** Closes the connection: what was not read of the body would be taken for the next request. */
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
      // A function's headers that no answer can carry are found out by Node, before anything of it is written.
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
