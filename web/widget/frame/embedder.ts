/**
 * Tells the origin of the page that shows this frame, or `undefined` for a page of its own. The browser says it, so no page can
 * claim to be another: not every browser knows `ancestorOrigins`, and the loader asks the others for a referrer. `null` is a page
 * that hides its origin.
 */
export function embedderOf(frame: Window): string | null | undefined {
  if (frame.parent === frame) return undefined
  return frame.location.ancestorOrigins?.[0] ?? URL.parse(frame.document.referrer)?.origin ?? null
}
