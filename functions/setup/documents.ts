import { docsPage } from '../../lib/http/docs-page.ts'
import { openApiDocument } from '../../lib/http/openapi.ts'

/**
 * The documents that describe the API. A bundle reads them from files made at build time instead:
 * scripts/build/documents.ts.
 */
export const openApi = (): Record<string, unknown> => openApiDocument()
export const docs = (): string => docsPage(openApiDocument())
