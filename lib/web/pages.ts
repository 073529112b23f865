/** The pages that browsers load beside the API. Only the local runner serves the demo shop. */
export const PAGES = ['console', 'widget', 'loader', 'demo'] as const
export type Page = (typeof PAGES)[number]

/** The loader's file, which other sites include. */
export const LOADER_PATH = '/widget.js'

/** The other origins to which a page may connect. */
export interface Connects {
  /** The origin of the socket: `wss://host`. */
  readonly socket: string
  /** The origins of the identity provider: discovery, keys and tokens. */
  readonly signIn: readonly string[]
}

export type Headers = Readonly<Record<string, string>>

type Sources = Readonly<Record<string, readonly string[]>>

/** Denies everything that is not listed. Styles and scripts come from the page's own files. */
const OWN_FILES: Sources = { 'default-src': ["'none'"], 'script-src': ["'self'"], 'style-src': ["'self'"] }
/** Text never becomes a script: the browser refuses `innerHTML` and similar calls with a string. */
const NO_TEXT_AS_CODE: Sources = { 'require-trusted-types-for': ["'script'"] }

const DENIED_FEATURES = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']

const EVERY_PAGE: Headers = {
  'x-content-type-options': 'nosniff',
  // URLs contain bots and conversations.
  'referrer-policy': 'same-origin',
}

const PERMISSIONS: Headers = { 'permissions-policy': DENIED_FEATURES.map(feature => `${feature}=()`).join(', ') }

/** Headers of a page that no other site may frame or access. */
const NOT_FRAMED: Headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

/** Headers of a file or page that other sites embed, including those with `Cross-Origin-Embedder-Policy`. */
const EMBEDDED: Headers = { 'cross-origin-resource-policy': 'cross-origin' }

/**
 * The headers of a page's answers, except for those that depend on the file (type, caching). The template's policies
 * have the same.
 */
export function headersOf(page: Page, { socket, signIn }: Connects): Headers {
  switch (page) {
    case 'console': {
      const csp = {
        ...OWN_FILES,
        'img-src': ["'self'", 'https:', 'data:'],
        'font-src': ["'self'"],
        'media-src': ["'self'"],
        'connect-src': ["'self'", socket, ...signIn],
        // The preview of the widget.
        'frame-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...NO_TEXT_AS_CODE,
      }
      return { ...EVERY_PAGE, ...PERMISSIONS, ...NOT_FRAMED, 'content-security-policy': policy(csp) }
    }
    case 'widget': {
      const csp = {
        ...OWN_FILES,
        'img-src': ["'self'", 'https:', 'data:'],
        'font-src': ["'self'"],
        'media-src': ["'self'"],
        'connect-src': ["'self'", socket],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ['*'],
        ...NO_TEXT_AS_CODE,
      }
      return { ...EVERY_PAGE, ...PERMISSIONS, ...EMBEDDED, 'content-security-policy': policy(csp) }
    }
    case 'loader':
      // Sites may include the loader with `crossorigin` and `integrity`.
      return { ...EVERY_PAGE, ...EMBEDDED, 'access-control-allow-origin': '*' }
    case 'demo': {
      const csp = {
        ...OWN_FILES,
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'frame-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...NO_TEXT_AS_CODE,
      }
      return { ...EVERY_PAGE, ...PERMISSIONS, ...NOT_FRAMED, 'content-security-policy': policy(csp) }
    }
    default:
      return page satisfies never
  }
}

function policy(sources: Sources): string {
  return Object.entries(sources)
    .map(([directive, values]) => `${directive} ${values.join(' ')}`)
    .join('; ')
}
