import type { App } from '../app.ts'
import { inParallel } from '../effects/parallel.ts'

const BOTS_AT_ONCE = 10
const SOCKETS_AT_ONCE = 10

/**
 * Ends everything that an agent signed in with until now: tokens of that time are refused from here on, whatever end they name, and the
 * agent's sockets are closed, of whichever bot. Resolves when the present second is over, since tokens count in seconds: a sign-in
 * after that is a new one.
 */
export async function signOutEverywhere(agentId: string, app: App): Promise<void> {
  const { store, directory, agentIssuer, clock, log } = app
  const at = clock.now()
  await store.signOutAgent(agentId, at)
  directory.forgetAgent(agentId)
  const closed = await closeSockets(agentId, app)
  await agentIssuer.signOut(agentId)
  await clock.sleep(1000 - (at % 1000))
  // The list of sockets may lag: those that were let in just before stand in it now.
  const closedLater = await closeSockets(agentId, app)
  log.info('agent signed out everywhere', { agent: agentId, sockets: closed + closedLater })
}

/** Closes an agent's sockets, and answers how many. One that cannot be closed ends with its token. */
async function closeSockets(agentId: string, { store, sockets, log }: App): Promise<number> {
  const found = new Set<string>()
  // Of all bots: the agent may have lost a role since.
  const unread = await inParallel(await store.bots(), BOTS_AT_ONCE, async botId => {
    for (const { connectionId, owner } of await store.agentSockets(botId)) {
      if (owner.as === 'agent' && owner.id === agentId) found.add(connectionId)
    }
  })
  const unclosed = await inParallel(
    [...found],
    SOCKETS_AT_ONCE,
    async connectionId => await sockets.close(connectionId),
  )
  for (const { error } of [...unread, ...unclosed]) log.warn('a socket was not closed', { error: String(error) })
  return found.size - unclosed.length
}
