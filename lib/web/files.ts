import { LOADER_PATH } from './pages.ts'

/** The content types of the pages' files, by extension. The build refuses other extensions. */
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

/** The content type of a file by its extension. Undefined if no page has such files. */
export function typeOf(path: string): string | undefined {
  const [, extension = ''] = /\.([a-z0-9]+)$/.exec(path) ?? []
  return TYPES[extension]
}

/** Whether a file's name has a hash of its content, so that the file never changes. */
export const isHashed = (path: string): boolean => /^\/\w+\/assets\//.test(path)

const YEAR_SECONDS = 31_536_000
/** Five minutes, since every page view of a host's site asks for the loader. */
const LOADER_SECONDS = 300

/** The `cache-control` header of a file. */
export function cacheControlOf(path: string): string {
  if (isHashed(path)) return `public, max-age=${YEAR_SECONDS}, immutable`
  return path === LOADER_PATH ? `public, max-age=${LOADER_SECONDS}` : 'no-cache'
}
