import type { SignOutStore } from '../ports/sign-outs.ts'
import type { Database } from './database.ts'

/** Sign-outs of agents. */
export function signOuts(engine: Database): SignOutStore {
  const at = engine.prepare('SELECT at FROM sign_out WHERE agent = ?')
  return {
    signedOutAt: agentId => engine.read(() => (at.get(agentId) as { at: number } | undefined)?.at),
    signOutAgent: (agentId, at) => engine.write('signOutAgent', { agentId, at }),
  }
}
