import type { Actor } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Address } from '../session/session.ts'

/** Who is calling, once their token was checked. */
export type Caller =
  | { readonly as: 'bot'; readonly botId: string; readonly keyId: string }
  | {
      readonly as: 'agent'
      readonly id: string
      readonly name?: string
      readonly roles: readonly string[]
      readonly expiresAt: number
      /** When they proved who they are, in ms since 1970, to the second. Renewing a token does not change it. */
      readonly signedInAt?: number
    }
  | {
      readonly as: 'user'
      readonly address: Address
      readonly expiresAt: number
      /** The server made their id; nobody vouches for who they are. */
      readonly anonymous?: true
    }
  | { readonly as: 'anyone' }

export type Agent = Extract<Caller, { as: 'agent' }>

/** Roles are `admin`, `<botId>:agent` and `<botId>:supervisor`. An admin may do what an agent of any bot may. */
export function isAdmin(roles: readonly string[]): boolean {
  return roles.includes('admin')
}

export function servesBot(roles: readonly string[], botId: string): boolean {
  return isAdmin(roles) || roles.includes(`${botId}:agent`) || roles.includes(`${botId}:supervisor`)
}

/** The bots that roles name, in the order of their ids. An admin's roles need not name any. */
export function botsOfRoles(roles: readonly string[]): readonly string[] {
  const ids = roles.flatMap(role => /^(.+):(?:agent|supervisor)$/.exec(role)?.[1] ?? [])
  return [...new Set(ids)].sort()
}

/** The agent who calls. Throws `auth.forbidden` for anybody else. */
export function agentOf(caller: Caller): Agent {
  if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  return caller
}

/** How a caller stands in the log. */
export function actorOf(caller: Caller): Actor {
  switch (caller.as) {
    case 'bot':
      return { type: 'bot', id: caller.keyId }
    case 'agent':
      return { type: 'agent', id: caller.id, ...(caller.name !== undefined && { name: caller.name }) }
    case 'user':
      return { type: 'user', id: caller.address.userId }
    case 'anyone':
      throw new InterludeError('auth.missing', 'a token is required')
    default:
      return caller satisfies never
  }
}
