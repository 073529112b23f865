import type { Route } from '../../lib/http/route.ts'
import { agentRoutes } from './agents.ts'
import { conversationRoutes } from './conversations.ts'
import { hitlRoutes } from './hitl.ts'

/** The routes of this function: conversations, agents and Botpress' module. */
export const pauseRoutes: readonly Route[] = [...hitlRoutes, ...conversationRoutes, ...agentRoutes]
