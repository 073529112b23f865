import { platformRoutes } from '../functions/channels/routes.ts'
import { consoleRoutes } from '../functions/console/routes.ts'
import { inboundRoutes } from '../functions/inbound/routes.ts'
import { pauseRoutes } from '../functions/pause/routes.ts'
import { setupRoutes } from '../functions/setup/routes.ts'
import type { Route } from '../lib/http/route.ts'

/** The routes of the HTTP API, by the function that serves them on AWS. */
export const apiRoutes = {
  inbound: inboundRoutes,
  channels: platformRoutes,
  pause: pauseRoutes,
  setup: setupRoutes,
  console: consoleRoutes,
} as const satisfies Record<string, readonly Route[]>

export type ApiFunction = keyof typeof apiRoutes

/** Every route of the HTTP API. */
export const allRoutes: readonly Route[] = Object.values(apiRoutes).flat()
