import type { Route } from '../../lib/http/route.ts'
import { agentRoutes } from './agents.ts'
import { conversationRoutes } from './conversations.ts'
import { hitlRoutes } from './hitl.ts'
import { serviceRoutes } from './service.ts'
import { setupRoutes } from './setup.ts'

/** The routes of this function: bots, keys, conversations, agents, Botpress' module and the documents of the API. */
export const pauseRoutes: readonly Route[] = [
  ...hitlRoutes,
  ...conversationRoutes,
  ...agentRoutes,
  ...setupRoutes,
  ...serviceRoutes,
]
