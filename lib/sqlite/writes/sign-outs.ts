import type { DatabaseSync } from 'node:sqlite'

/** Writes of agents' sign-outs. */
export function signOutWrites(db: DatabaseSync) {
  const put = db.prepare(`
    INSERT INTO sign_out (agent, at) VALUES (?, ?)
    ON CONFLICT (agent) DO UPDATE SET at = max(at, excluded.at)
  `)
  return {
    signOutAgent({ agentId, at }: { readonly agentId: string; readonly at: number }): void {
      put.run(agentId, at)
    },
  }
}
