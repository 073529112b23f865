/** Returns the URL of a picture that a page may load: over `https:`, or from the page's own origin. */
export function safePicture(address: string, ownOrigin: string): string | undefined {
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || url.origin === ownOrigin) ? url.href : undefined
}

/**
 * Returns the text to show for a link. Replaces a text that looks like an address on another host by the real address,
 * so that a link never leads elsewhere than it says.
 */
export function honestWords(words: string, href: string): string {
  const shown = /^\s*(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/:?#]|\s*$)/i.exec(words)?.[1]
  const url = URL.parse(href)
  if (shown === undefined || url === null) return words
  return url.hostname === shown.toLowerCase() ? words : href
}
