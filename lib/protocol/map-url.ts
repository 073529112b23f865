/**
 * Returns the link to a place on a map. Over https, because chats and pages make links of these alone: many of them show
 * a `geo:` address as text, and a desktop has no program for it.
 */
export function mapUrl({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
}
