import { agentsOnline } from '../../lib/conversations/agents-online.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { agentRoutes as specs } from '../../lib/protocol/routes/agents.ts'

const onlineAgents = route(specs.onlineAgents, async ({ params: { botId } }, { store }) => ({
  items: [...(await agentsOnline(store, botId))],
}))

/** The route of the agents to whom a conversation can be transferred. */
export const onlineAgentRoutes: readonly Route[] = [onlineAgents]
