import { docsPage } from '../../lib/http/docs-page.ts'
import { openApiDocument } from '../../lib/http/openapi.ts'

/** The API's documents about itself. A bundle has them as files that were made with it, and not what makes them: scripts/build/documents.ts. */
export const openApi = (): Record<string, unknown> => openApiDocument()
export const docs = (): string => docsPage(openApiDocument())
