import type { IncomingMessage } from 'node:http'
import { issuerOf } from '../../lib/auth/authenticate.ts'
import { isUserTokenIssuer } from '../../lib/auth/users.ts'
import { type ServerFrame, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import type { Problem } from '../../lib/protocol/problem.ts'
import type { RouteSpec } from '../../lib/protocol/routes.ts'
import type { Lane } from './admission.ts'

const DETAIL = 'more is under way than this machine takes; nothing of this was done'

/** Users' messages, what they read, and their tokens. A bot's replies end what was let in already: they are not held up. */
export function laneOfRoute({ tag, path }: Pick<RouteSpec, 'tag' | 'path'>): Lane {
  return tag === 'messages' && !path.endsWith('/replies') ? 'users' : 'people'
}

/** By the token that a socket offers: nobody has checked it yet, and who lies about it gains nothing but a refusal. */
export function laneOfHandshake({ headers }: Pick<IncomingMessage, 'headers'>): Lane {
  const offered = String(headers['sec-websocket-protocol'] ?? '').split(',')
  const token = offered.map(each => each.trim()).find(each => each.startsWith(TOKEN_SUBPROTOCOL))
  try {
    return isUserTokenIssuer(issuerOf(token?.slice(TOKEN_SUBPROTOCOL.length) ?? '')) ? 'users' : 'people'
  } catch {
    return 'users'
  }
}

/** Of users' frames, messages alone come as a flood; a user who wants a person is not held up. */
export function laneOfFrame(socket: Lane, body: string): Lane {
  return socket === 'users' && /"type"\s*:\s*"message"/.test(body) ? 'users' : 'people'
}

/** The body of a request that was turned away. */
export const overloadedProblem: string = JSON.stringify({
  type: 'about:blank',
  title: 'Service overloaded',
  status: 503,
  code: 'service.overloaded',
  detail: DETAIL,
  message: DETAIL,
} satisfies Problem)

/** The answer to a frame that was turned away. */
export function overloadedFrame(body: string, retryAfterSeconds: number): ServerFrame {
  const id = idOf(body)
  return {
    type: 'error',
    ...(id !== undefined && { replyTo: id }),
    code: 'service.overloaded',
    detail: DETAIL,
    retryAfterSeconds,
  }
}

function idOf(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body) as { id?: unknown }
    return typeof id === 'string' && id.length <= 128 ? id : undefined
  } catch {
    return undefined
  }
}
