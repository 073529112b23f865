import { docsPage } from '../../lib/http/docs-page.ts'
import { openApiDocument } from '../../lib/http/openapi.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { routes } from '../../lib/protocol/routes.ts'

const openapi = route(routes.openapi, async () => openApiDocument())
const docs = route(routes.docs, async () => docsPage(openApiDocument()))

/** The API about itself, open to anyone. */
export const serviceRoutes: readonly Route[] = [openapi, docs]
