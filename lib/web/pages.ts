/** The pages that browsers load beside the API. The demo shop is served on one machine only. */
export const PAGES = ['console', 'widget', 'loader', 'demo'] as const
export type Page = (typeof PAGES)[number]

/** The loader's file: the one that other sites include. */
export const LOADER_PATH = '/widget.js'

/** The origins beside its own that a page may connect to. */
export interface Connects {
  /** The socket's: `wss://host`. */
  readonly socket: string
  /** The identity provider's: discovery, keys and tokens. */
  readonly signIn: readonly string[]
}

export type Headers = Readonly<Record<string, string>>

type Sources = Readonly<Record<string, readonly string[]>>

/** Nothing that is not named here. A page's styles and scripts are files of its own. */
const OWN_FILES: Sources = { 'default-src': ["'none'"], 'script-src': ["'self'"], 'style-src': ["'self'"] }
/** Text never becomes a script: the browser refuses `innerHTML` and its like. */
const NO_TEXT_AS_CODE: Sources = { 'require-trusted-types-for': ["'script'"] }

const DENIED_FEATURES = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']

const EVERY_PAGE: Headers = {
  'x-content-type-options': 'nosniff',
  // Addresses name bots and conversations.
  'referrer-policy': 'same-origin',
}

const PERMISSIONS: Headers = { 'permissions-policy': DENIED_FEATURES.map(feature => `${feature}=()`).join(', ') }

/** A page that no other site may open in a frame or reach into. */
const NOT_FRAMED: Headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

/** A file or page that other sites embed, those with `Cross-Origin-Embedder-Policy` too. */
const EMBEDDED: Headers = { 'cross-origin-resource-policy': 'cross-origin' }

/**
 * The headers of each answer of a page, but for what a file decides itself (type, caching). The template's policies say
 * the same.
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
      // Pages may include it with `crossorigin` and an integrity.
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
