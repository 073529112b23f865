import * as z from 'zod'
import { Nothing, type RouteSpec } from './spec.ts'

/** The route that ends an agent's sign-ins. */
export const signOutRoutes = {
  signOutEverywhere: {
    method: 'POST',
    path: '/api/v1/me/sign-out-everywhere',
    tag: 'agents',
    summary: "Ends every sign-in of the agent, in every browser, and closes the agent's sockets.",
    who: ['agent'],
    params: Nothing,
    query: Nothing,
    answer: { schema: z.object({ signedOut: z.literal(true) }) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
