import { restRoute } from '../../../lib/http/rest.ts'
import { type Route, route } from '../../../lib/http/route.ts'
import { hitlnextRest, hitlnextRoutes as specs } from '../../../lib/protocol/routes/hitlnext.ts'

const reads = async () => await import('./reads.ts')
const changes = async () => await import('./changes.ts')

// Only the requests of the module read the code of its handlers: most deployments serve none (ADR 37).
const module = [
  route(specs.hitlnextConfig, async (request, app) => await (await reads()).config(request, app)),
  route(specs.hitlnextAgents, async (request, app) => await (await reads()).agents(request, app)),
  route(specs.hitlnextMe, async (request, app) => await (await reads()).me(request, app)),
  route(specs.hitlnextOnline, async (request, app) => await (await reads()).online(request, app)),
  route(specs.hitlnextHandoffs, async (request, app) => await (await reads()).list(request, app)),
  route(specs.hitlnextCreate, async (request, app) => await (await changes()).create(request, app)),
  route(specs.hitlnextHandoff, async (request, app) => await (await reads()).get(request, app)),
  route(specs.hitlnextUpdate, async (request, app) => await (await changes()).update(request, app)),
  route(specs.hitlnextAssign, async (request, app) => await (await changes()).assign(request, app)),
  route(specs.hitlnextResolve, async (request, app) => await (await changes()).resolve(request, app)),
  route(specs.hitlnextReject, async (request, app) => await (await changes()).reject(request, app)),
  route(specs.hitlnextComments, async (request, app) => await (await reads()).comments(request, app)),
  route(specs.hitlnextComment, async (request, app) => await (await changes()).comment(request, app)),
  route(specs.hitlnextMessages, async (request, app) => await (await reads()).messages(request, app)),
]

/** The routes of Botpress 12's module `hitlnext`. */
export const hitlnextRoutes: readonly Route[] = [...module, restRoute(hitlnextRest, module)]
