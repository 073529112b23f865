/** A page that hides its origin has this one, as browsers write it. */
const HIDDEN = 'null'

/**
 * Tells the origin of the page that shows this frame, or `undefined` for a page of its own. The browser says it, so no page can
 * claim to be another: not every browser knows `ancestorOrigins`, and the loader asks the others for a referrer.
 */
export function embedderOf(frame: Window): string | undefined {
  if (frame.parent === frame) return undefined
  return frame.location.ancestorOrigins?.[0] ?? URL.parse(frame.document.referrer)?.origin ?? HIDDEN
}
