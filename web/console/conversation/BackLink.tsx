import { ArrowLeft } from 'lucide-react'
import { Link } from 'wouter'
import { type Place, pathOf } from '../app/paths.ts'
import { useTexts } from '../texts/useTexts.ts'

/** Links back to the list, on screens that show one pane at a time. */
export function BackLink({ place }: { place: Extract<Place, { page: 'inbox' }> }) {
  const { app } = useTexts()
  const { session: _session, ...list } = place
  return (
    <Link
      to={pathOf(list)}
      aria-label={app.backToInbox}
      title={app.backToInbox}
      className="inline-flex size-11 shrink-0 items-center justify-center rounded-control text-text-2 shell:hidden"
    >
      <ArrowLeft size={20} aria-hidden="true" className="rtl:-scale-x-100" />
    </Link>
  )
}
