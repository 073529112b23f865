/** The origin that browsers report for a page that hides its own. */
const HIDDEN = 'null'

/**
 * Returns the origin of the page that embeds this frame, or `undefined` if the frame is a page of its own. The browser
 * reports it, so a page cannot fake it: with `ancestorOrigins`, or with the referrer in browsers that lack it. The
 * loader asks for that referrer.
 */
export function embedderOf(frame: Window): string | undefined {
  if (frame.parent === frame) return undefined
  return frame.location.ancestorOrigins?.[0] ?? URL.parse(frame.document.referrer)?.origin ?? HIDDEN
}
