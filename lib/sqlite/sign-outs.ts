import type { SignOutStore } from '../ports/sign-outs.ts'
import type { Database } from './database.ts'

/** Sign-outs of agents. */
export function signOuts(database: Database): SignOutStore {
  const at = database.prepare('SELECT at FROM sign_out WHERE agent = ?')
  return {
    signedOutAt: agentId => database.read(() => (at.get(agentId) as { at: number } | undefined)?.at),
    signOutAgent: (agentId, at) => database.write('signOutAgent', { agentId, at }),
  }
}
