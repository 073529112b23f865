import { TYPES } from './files.ts'
import { LOADER_PATH, type Page } from './pages.ts'

/** The target of a path: a file of a page, or a redirect to another path. */
export type Place =
  | { readonly kind: 'file'; readonly page: Page; readonly file: string }
  | { readonly kind: 'redirect'; readonly to: string }

/** Pages that are folders with an `index.html`. */
const FOLDER = /^\/(console|widget|demo)(\/.*)?$/
/** A page's files are directly in its folder or in its `assets`. */
const FILE = new RegExp(`^/(assets/.*|[^/]+\\.(${Object.keys(TYPES).join('|')}))$`)

/**
 * Resolves a path without its query. Undefined if it belongs to no page. Every other path below `/console/` is a route
 * that the application resolves itself. `infra/pages/viewer-request.js` has the same rules at CloudFront's edge;
 * test/template compares the two.
 */
export function placeOf(path: string): Place | undefined {
  if (path === '/') return { kind: 'redirect', to: '/console/' }
  if (path === LOADER_PATH) return { kind: 'file', page: 'loader', file: path }
  const [, name, rest] = FOLDER.exec(path) ?? []
  if (name === undefined) return undefined
  const page = name as 'console' | 'widget' | 'demo'
  if (rest === undefined) return { kind: 'redirect', to: `${path}/` }
  if (FILE.test(rest)) return { kind: 'file', page, file: path }
  if (rest !== '/' && page !== 'console') return undefined
  return { kind: 'file', page, file: `/${page}/index.html` }
}
