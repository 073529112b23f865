import { LOADER_PATH } from './pages.ts'

/** The content type of each kind of file that the pages are made of. The build refuses any other kind. */
export const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  mp3: 'audio/mpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

/** The type of a file by its name; nothing for a kind that no page is made of. */
export function typeOf(path: string): string | undefined {
  const [, extension = ''] = /\.([a-z0-9]+)$/.exec(path) ?? []
  return TYPES[extension]
}

/** Whether a file's name holds a hash of its content, so that it never changes. */
export const isHashed = (path: string): boolean => /^\/\w+\/assets\//.test(path)

const YEAR_SECONDS = 31_536_000
/** Every view of a shop's page asks for the loader. */
const LOADER_SECONDS = 300

/** How long browsers and caches may keep a file without asking. */
export function cacheControlOf(path: string): string {
  if (isHashed(path)) return `public, max-age=${YEAR_SECONDS}, immutable`
  return path === LOADER_PATH ? `public, max-age=${LOADER_SECONDS}` : 'no-cache'
}
