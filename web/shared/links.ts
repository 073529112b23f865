/** The only schemes that a link of a stranger may have. Everything else, `javascript:` and `data:` among it, is no link. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Returns the address that a link of a message may lead to, or `undefined` where it is none or of another scheme. */
export function safeLink(address: string): string | undefined {
  const url = absolute(address)
  return url !== undefined && SCHEMES.has(url.protocol) ? url.href : undefined
}

/** Returns the address of a picture that a page may load: over `https:`, or from the page's own origin. */
export function safePicture(address: string, ownOrigin: string): string | undefined {
  const url = absolute(address)
  return url !== undefined && (url.protocol === 'https:' || url.origin === ownOrigin) ? url.href : undefined
}

function absolute(address: string): URL | undefined {
  // A parser drops line breaks and tabs within a scheme; an address that has some was made to deceive.
  return /[\p{Cc}\p{Cf}]/u.test(address) ? undefined : (URL.parse(address.trim()) ?? undefined)
}

/**
 * Returns the words of a link as they may be shown. Words that look like an address of another host are replaced by the real
 * address, so that nobody is led elsewhere than they read.
 */
export function honestWords(words: string, href: string): string {
  const shown = /^\s*(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/:?#]|\s*$)/i.exec(words)?.[1]
  const url = URL.parse(href)
  if (shown === undefined || url === null) return words
  return url.hostname === shown.toLowerCase() ? words : href
}
