import { MapPin } from 'lucide-react'
import { mapUrl } from '../../../../lib/protocol/map-url.ts'
import type { ShownContent } from '../../../../lib/protocol/shown.ts'
import { OutLink } from './OutLink.tsx'

const DIGITS = 5

/** Links a location to a map. */
export function PlaceLink({ place }: { place: Extract<ShownContent, { kind: 'location' }> }) {
  const { latitude, longitude, title, address } = place
  const at = `${latitude.toFixed(DIGITS)}, ${longitude.toFixed(DIGITS)}`
  return (
    <OutLink
      href={mapUrl(place)}
      className="flex min-h-11 min-w-0 items-center gap-3 rounded-control bg-ground px-3 py-1"
    >
      <MapPin size={20} aria-hidden="true" className="shrink-0 text-text-2" />
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate text-accent underline underline-offset-2">{title ?? address ?? at}</bdi>
        <bdi className="truncate text-small text-text-2 tabular-nums">{title === undefined ? at : (address ?? at)}</bdi>
      </span>
    </OutLink>
  )
}
