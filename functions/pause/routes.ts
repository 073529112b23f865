import type { Route } from '../../lib/http/route.ts'
import { agentRoutes } from './agents.ts'
import { conversationRoutes } from './conversations.ts'
import { hitlRoutes } from './hitl.ts'
import { serviceRoutes } from './service.ts'
import { setupRoutes } from './setup.ts'

/** What this function serves: everything over HTTP but the messages of users and bots. */
export const pauseRoutes: readonly Route[] = [
  ...hitlRoutes,
  ...conversationRoutes,
  ...agentRoutes,
  ...setupRoutes,
  ...serviceRoutes,
]
