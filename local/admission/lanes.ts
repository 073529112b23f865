import type { IncomingMessage } from 'node:http'
import { issuerOf } from '../../lib/auth/authenticate.ts'
import { readClaims } from '../../lib/auth/claims.ts'
import { isBotKey } from '../../lib/auth/keys.ts'
import { isUserTokenIssuer } from '../../lib/auth/users.ts'
import { defined } from '../../lib/defined.ts'
import { type ClientFrameType, type ServerFrame, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import type { Problem } from '../../lib/protocol/problem.ts'
import type { RouteSpec } from '../../lib/protocol/routes.ts'
import type { Lane } from './admission.ts'

const DETAIL = 'the server is overloaded; it did not process this request'

/**
 * The lane of a route: `users` for users' messages, reads, tokens and widgets, otherwise `people`. A bot's replies go
 * to `people`, since they complete work that was already admitted.
 */
export function laneOfRoute({ tag, path }: Pick<RouteSpec, 'tag' | 'path'>): Lane {
  return tag === 'messages' && !path.endsWith('/replies') ? 'users' : 'people'
}

/**
 * On routes of `people`, a user's token may only pause, unpause and query one conversation; it takes no place of
 * theirs. The token is not verified yet: a forged one takes a place until the function refuses it.
 */
export function laneOfRequest(route: Lane, { headers }: Pick<IncomingMessage, 'headers'>): Lane {
  if (route !== 'people') return route
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  return userOf(token) === undefined ? 'people' : 'pauses'
}

/** The client that opens a socket, as its token describes it. The token is not verified yet. */
export interface Visitor {
  readonly lane: Lane
  /** The user that the token names. Absent for agents and for unreadable tokens. */
  readonly user?: string
}

/**
 * Reads the token of a handshake. A token that is not clearly an agent's counts as a user's. Returns undefined for
 * several tokens or several lines of subprotocols: the gateway and the function might read different ones.
 */
export function visitorOf({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): Visitor | undefined {
  const lines = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === SUBPROTOCOLS)
  const offered = lines.join().split(',')
  const tokens = offered.map(each => each.trim()).filter(each => each.startsWith(TOKEN_SUBPROTOCOL))
  if (lines.length > 1 || tokens.length > 1) return undefined
  const token = tokens[0]?.slice(TOKEN_SUBPROTOCOL.length) ?? ''
  const user = userOf(token)
  if (user !== undefined) return { lane: 'users', user }
  return { lane: isOfIssuer(token) ? 'people' : 'users' }
}

const SUBPROTOCOLS = 'sec-websocket-protocol'

function isOfIssuer(token: string): boolean {
  try {
    return issuerOf(token) !== undefined
  } catch {
    return false
  }
}

function userOf(token: string): string | undefined {
  if (token === '' || isBotKey(token)) return undefined
  try {
    const { iss, sub } = readClaims(token)
    return typeof iss === 'string' && isUserTokenIssuer(iss) ? `${iss} ${sub}` : undefined
  } catch {
    return undefined
  }
}

/** The parts of a frame that the gateway needs: its lane, and its id if that is valid. */
export interface ReadFrame {
  readonly lane: Lane
  readonly id?: string
}

/**
 * The lane of each type of frame of a user. Only frames that are certainly cheap or certainly a pause leave `users`.
 * The type comes from the parsed frame, as in the function, since JSON can spell a word in many ways.
 */
const LANE_OF_TYPE: Readonly<Record<ClientFrameType, Lane>> = {
  message: 'users',
  supervise: 'users',
  approve: 'users',
  claim: 'users',
  transfer: 'users',
  decline: 'users',
  note: 'users',
  pause: 'pauses',
  unpause: 'pauses',
  hello: 'signals',
  auth: 'signals',
  watch: 'signals',
  unwatch: 'signals',
  subscribe: 'signals',
  unsubscribe: 'signals',
  typing: 'signals',
  read: 'signals',
  ping: 'signals',
}

/** Reads a frame of a socket. Frames of agents' sockets belong to `people`, whatever their type. */
export function readFrame(socket: Lane, body: string): ReadFrame {
  const frame = parsed(body)
  const { type, id } = frame
  const isKnown = typeof type === 'string' && Object.hasOwn(LANE_OF_TYPE, type)
  return {
    lane: socket !== 'users' ? socket : isKnown ? LANE_OF_TYPE[type as ClientFrameType] : 'users',
    ...(typeof id === 'string' && id.length <= 128 && { id }),
  }
}

function parsed(body: string): { readonly type?: unknown; readonly id?: unknown } {
  try {
    const frame: unknown = JSON.parse(body)
    return typeof frame === 'object' && frame !== null ? frame : {}
  } catch {
    return {}
  }
}

/** The body of the response to a refused request. */
export const overloadedProblem: string = JSON.stringify({
  type: 'about:blank',
  title: 'Service overloaded',
  status: 503,
  code: 'service.overloaded',
  detail: DETAIL,
  message: DETAIL,
} satisfies Problem)

/** The answer to a refused frame. */
export function overloadedFrame({ id }: ReadFrame, retryAfterSeconds: number): ServerFrame {
  return {
    type: 'error',
    ...defined({ replyTo: id }),
    code: 'service.overloaded',
    detail: DETAIL,
    retryAfterSeconds,
  }
}
