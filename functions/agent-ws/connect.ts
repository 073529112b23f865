import type { App } from '../../lib/app.ts'
import { issuerOf } from '../../lib/auth/authenticate.ts'
import type { Caller } from '../../lib/auth/caller.ts'
import { isUserTokenIssuer, USER_TOKEN_ISSUER_PREFIX } from '../../lib/auth/users.ts'
import { arrives } from '../../lib/conversations/agent-presence.ts'
import { defined } from '../../lib/defined.ts'
import type { SocketOwner } from '../../lib/ports/sockets.ts'
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import { PathId } from '../../lib/protocol/ids.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { servesBot } from '../../lib/protocol/roles.ts'
import { sessionId } from '../../lib/session/session.ts'

/** The part of a `$connect` event that `connect` reads. Header names may have any case. */
export interface ConnectEvent {
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null
}

/**
 * Accepts a socket if its token is valid. The client offers the subprotocols `interlude.v1` and `auth.<token>`. An
 * agent names the bot in `?bot=`; an end user's token names it. Throws the errors of authentication.
 */
export async function connect(app: App, connectionId: string, event: ConnectEvent): Promise<{ subprotocol: string }> {
  const offered = (header(event, 'sec-websocket-protocol') ?? '').split(',').map(protocol => protocol.trim())
  const token = offered.find(protocol => protocol.startsWith(TOKEN_SUBPROTOCOL))?.slice(TOKEN_SUBPROTOCOL.length)
  if (!offered.includes(SUBPROTOCOL)) {
    throw new InterludeError('request.invalid', `offer the subprotocols ${SUBPROTOCOL} and ${TOKEN_SUBPROTOCOL}<token>`)
  }
  if (!token) throw new InterludeError('auth.missing', `offer the subprotocol ${TOKEN_SUBPROTOCOL}<token>`)

  const botId = botOf(token, event.queryStringParameters?.bot)
  const { owner, expiresAt } = await ownerOf(app, token, botId)
  const now = app.clock.now()
  await app.store.putSocket({ connectionId, botId, owner, expiresAt, connectedAt: now, watching: [] })
  if (owner.as === 'agent') await arrives(app.store, botId, owner, now, await app.policyOf(botId))
  return { subprotocol: SUBPROTOCOL }
}

/**
 * Reads the owner of a socket from a token, and the time at which the token expires (whole ms). Bots have no sockets.
 */
export async function ownerOf(
  app: App,
  token: string,
  botId: string,
): Promise<{ owner: SocketOwner; expiresAt: number }> {
  const caller: Caller = await app.auth.check(token, botId, 'now')
  switch (caller.as) {
    case 'agent': {
      if (!servesBot(caller.roles, botId)) throw new InterludeError('bot.not_found', 'there is no such bot')
      await app.directory.bot(botId)
      const { id, name, roles } = caller
      const owner = { as: 'agent', id, roles, ...defined({ name }) } as const
      return { owner, expiresAt: Math.floor(caller.expiresAt) }
    }
    case 'user':
      return {
        owner: {
          as: 'user',
          session: sessionId(caller.address),
          ...caller.address,
          ...(caller.anonymous && { anonymous: true }),
        },
        expiresAt: Math.floor(caller.expiresAt),
      }
    case 'bot':
    case 'anyone':
      throw new InterludeError('auth.forbidden', 'sockets are for agents and end users')
    default:
      return caller satisfies never
  }
}

function botOf(token: string, asked: string | undefined): string {
  const issuer = token.startsWith('ilk_') ? undefined : issuerOf(token)
  const botId = isUserTokenIssuer(issuer) ? issuer.slice(USER_TOKEN_ISSUER_PREFIX.length) : asked
  const parsed = PathId.safeParse(botId)
  if (!parsed.success) throw new InterludeError('request.invalid', 'the query parameter "bot" is required')
  return parsed.data
}

function header({ headers }: ConnectEvent, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
}
