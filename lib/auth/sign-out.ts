import type { App } from '../app.ts'
import { inParallel } from '../effects/parallel.ts'

const BOTS_AT_ONCE = 10

/**
 * Ends everything that an agent signed in with until now: tokens of that time are refused from here on, before their end too, and the
 * agent's sockets of every bot are closed. Resolves when the present second is over, since tokens count in seconds: a sign-in
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
  let closed = 0
  // All bots are searched: the agent may have lost a role since.
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
