import type { App } from '../app.ts'
import { inParallel } from '../effects/parallel.ts'

const BOTS_AT_ONCE = 10

/**
 * Ends all sign-ins of an agent: refuses their tokens from now on, and closes the agent's sockets of every bot.
 * Resolves when the current second is over, because tokens count in seconds: a later sign-in is valid.
 */
export async function signOutEverywhere(agentId: string, app: App): Promise<void> {
  const { store, directory, agentIssuer, clock, log } = app
  const at = clock.now()
  await store.signOutAgent(agentId, at)
  directory.forgetAgent(agentId)
  const closed = await closeSockets(agentId, app)
  await agentIssuer.signOut(agentId)
  await clock.sleep(1000 - (at % 1000))
  // The list of sockets may lag. By now it contains those that were accepted just before.
  const closedLater = await closeSockets(agentId, app)
  log.info('agent signed out everywhere', { agent: agentId, sockets: closed + closedLater })
}

/** Closes an agent's sockets, and returns their number. A socket that it fails to close ends with its token. */
async function closeSockets(agentId: string, { store, sockets, log }: App): Promise<number> {
  let closed = 0
  // Search all bots: the agent may have lost a role since.
  for (let after: string | undefined = ''; after !== undefined; ) {
    const botIds: readonly string[] = await store.bots({ after, limit: BOTS_AT_ONCE })
    const failures = await inParallel(botIds, BOTS_AT_ONCE, async botId => {
      for (const connectionId of await store.connectionsOf(botId, agentId)) {
        await sockets.close(connectionId)
        closed++
      }
    })
    for (const { error } of failures) log.warn('closing a socket failed', { error: String(error) })
    after = botIds.at(-1)
  }
  return closed
}
