import { defined } from '../defined.ts'
import type { Actor } from '../protocol/entry.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Address } from '../session/session.ts'

/** A caller with a verified token. */
export type Caller =
  | { readonly as: 'bot'; readonly botId: string; readonly keyId: string }
  | {
      readonly as: 'agent'
      readonly id: string
      readonly name?: string
      readonly roles: readonly string[]
      readonly expiresAt: number
      /** Time of the sign-in, in ms since 1970, rounded to seconds. A renewed token keeps it. */
      readonly signedInAt?: number
    }
  | {
      readonly as: 'user'
      readonly address: Address
      readonly expiresAt: number
      /** Set for an anonymous user, whose id the server made. */
      readonly anonymous?: true
    }
  | { readonly as: 'anyone' }

export type Agent = Extract<Caller, { as: 'agent' }>

/** Returns the agent who calls. Throws `auth.forbidden` for other callers. */
export function agentOf(caller: Caller): Agent {
  if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  return caller
}

/** Returns the actor that the log names for a caller. */
export function actorOf(caller: Caller): Actor {
  switch (caller.as) {
    case 'bot':
      return { type: 'bot', id: caller.keyId }
    case 'agent':
      return { type: 'agent', id: caller.id, ...defined({ name: caller.name }) }
    case 'user':
      return { type: 'user', id: caller.address.userId }
    case 'anyone':
      throw new InterludeError('auth.missing', 'a token is required')
    default:
      return caller satisfies never
  }
}
