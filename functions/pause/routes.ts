import type { Route } from '../../lib/http/route.ts'
import { agentRoutes } from './agents.ts'
import { alertLinkRoutes } from './alert-link.ts'
import { availabilityRoutes } from './availability.ts'
import { conversationRoutes } from './conversations.ts'
import { handoffRoutes } from './handoffs.ts'
import { hitlRoutes } from './hitl.ts'
import { placeRoutes } from './places.ts'
import { ratingRoutes } from './ratings.ts'
import { reviewRoutes } from './reviews.ts'

/** The routes of this function: conversations, agents and Botpress' module. */
export const pauseRoutes: readonly Route[] = [
  ...hitlRoutes,
  ...conversationRoutes,
  ...handoffRoutes,
  ...reviewRoutes,
  ...ratingRoutes,
  ...placeRoutes,
  ...alertLinkRoutes,
  ...availabilityRoutes,
  ...agentRoutes,
]
