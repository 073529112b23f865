import { agentRoutes } from './routes/agents.ts'
import { alertLinkRoutes } from './routes/alert-links.ts'
import { availabilityRoutes } from './routes/availability.ts'
import { botCheckRoutes } from './routes/bot-check.ts'
import { cardRoutes } from './routes/cards.ts'
import { channelRoutes } from './routes/channels.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { eventRoutes } from './routes/events.ts'
import { handoffRoutes } from './routes/handoffs.ts'
import { hitlRoutes } from './routes/hitl.ts'
import { hitlnextRoutes } from './routes/hitlnext.ts'
import { linkRoutes } from './routes/links.ts'
import { logSearchRoutes } from './routes/log-search.ts'
import { macroRoutes } from './routes/macros.ts'
import { messageRoutes } from './routes/messages.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { placeRoutes } from './routes/places.ts'
import { ratingRoutes } from './routes/ratings.ts'
import { readMarkRoutes } from './routes/read-marks.ts'
import { replyRoutes } from './routes/replies.ts'
import { reportRoutes } from './routes/reports.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { platformRoutes, serviceRoutes, setupRoutes } from './routes/setup.ts'
import { signOutRoutes } from './routes/sign-out.ts'
import type { RouteSpec } from './routes/spec.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import { tagRoutes } from './routes/tags.ts'

export { AddressedMessage, InboundAnswer, LogPage, UserTokenRequest } from './routes/messages.ts'
export type { AnswerOf, BodyOf, PathOf, QueryOf, RouteSpec, Who } from './routes/spec.ts'

/** Every route of the API. */
export const routes = {
  ...messageRoutes,
  ...channelRoutes,
  ...hitlRoutes,
  ...hitlnextRoutes,
  ...conversationRoutes,
  ...handoffRoutes,
  ...reviewRoutes,
  ...ratingRoutes,
  ...placeRoutes,
  ...alertLinkRoutes,
  ...availabilityRoutes,
  ...agentRoutes,
  ...cardRoutes,
  ...tagRoutes,
  ...macroRoutes,
  ...replyRoutes,
  ...linkRoutes,
  ...reportRoutes,
  ...readMarkRoutes,
  ...logSearchRoutes,
  ...signOutRoutes,
  ...notificationRoutes,
  ...setupRoutes,
  ...botCheckRoutes,
  ...eventRoutes,
  ...subscriptionRoutes,
  ...platformRoutes,
  ...serviceRoutes,
} as const satisfies Record<string, RouteSpec>

export type RouteName = keyof typeof routes
