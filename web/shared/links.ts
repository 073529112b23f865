/** Returns the address of a picture that a page may load: over `https:`, or from the page's own origin. */
export function safePicture(address: string, ownOrigin: string): string | undefined {
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || url.origin === ownOrigin) ? url.href : undefined
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
