import { SHOWN_LIMITS } from './shown.ts'

const WEB = ['http:', 'https:']
const LINKS = [...WEB, 'mailto:', 'tel:']

/** Returns the URL of something to load, such as a picture: over http or https. */
export const webUrl = (value: unknown): string | undefined => urlWith(WEB, value)

/** Returns the URL of a link if it is safe to follow. Also checks links within texts. */
export const linkUrl = (value: unknown): string | undefined => urlWith(LINKS, value)

/** Returns the normalised URL. Refuses one without a target, such as `tel:`, and a user name, because it can make a URL look like another host's. */
function urlWith(protocols: readonly string[], value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > SHOWN_LIMITS.urlChars) return undefined
  try {
    const { protocol, username, password, pathname, href } = new URL(value)
    const isShown = protocols.includes(protocol) && username === '' && password === '' && pathname !== ''
    return isShown && href.length <= 3 * SHOWN_LIMITS.urlChars ? href : undefined
  } catch {
    return undefined
  }
}
