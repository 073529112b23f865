import { signOutEverywhere } from '../../lib/auth/sign-out.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { signOutRoutes as specs } from '../../lib/protocol/routes/sign-out.ts'

/** The route that ends all sign-ins of an agent. */
export const signOutRoutes: readonly Route[] = [
  route(specs.signOutEverywhere, async ({ caller }, app) => {
    if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
    await signOutEverywhere(caller.id, app)
    return { signedOut: true as const }
  }),
]
