import type { SignOutStore } from '../ports/sign-outs.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Sign-outs of agents. */
export function signOuts({ signOuts: latest }: Memory): AtOnce<SignOutStore> {
  return {
    signedOutAt: agentId => latest.get(agentId),

    signOutAgent(agentId, at) {
      latest.set(agentId, Math.max(at, latest.get(agentId) ?? at))
    },
  }
}
