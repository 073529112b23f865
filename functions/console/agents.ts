import type { App } from '../../lib/app.ts'
import { agentOf } from '../../lib/auth/caller.ts'
import { agentsOf, agentView } from '../../lib/conversations/agents-of.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { agentRoutes as specs } from '../../lib/protocol/routes/agents.ts'
import { forQueue } from '../../lib/session/policy.ts'

const botAgents = route(specs.botAgents, async ({ params: { botId }, query: { queue } }, app) => {
  const policy = forQueue(await app.policyOf(botId), queue)
  return { items: [...(await agentsOf(app.store, botId, app.clock.now(), policy))] }
})

const myStatus = route(specs.myStatus, async ({ params: { botId }, caller }, app) => {
  const { id, name } = agentOf(caller)
  return await viewOf(app, botId, { id, ...defined({ name }) })
})

const setStatus = route(specs.setStatus, async ({ params: { botId }, body: { status }, caller }, app) => {
  const { id, name } = agentOf(caller)
  await app.store.setAway({ botId, agentId: id }, status === 'away')
  if (status === 'online') await app.assigner.assign(botId)
  return await viewOf(app, botId, { id, ...defined({ name }) })
})

async function viewOf({ store, clock, policyOf }: App, botId: string, { id, name }: { id: string; name?: string }) {
  const agent = await store.agent({ botId, agentId: id })
  const unseen = { botId, agentId: id, roles: [], away: false, seenUntil: 0, load: 0 }
  return { ...agentView(agent ?? unseen, clock.now(), await policyOf(botId)), ...defined({ name }) }
}

/** The routes of a bot's agents: to whom a conversation can be transferred, and whether the caller takes any. */
export const botAgentRoutes: readonly Route[] = [botAgents, myStatus, setStatus]
