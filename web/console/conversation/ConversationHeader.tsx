import { PanelRight, Search } from 'lucide-react'
import type { Place } from '../app/paths.ts'
import type { Companion } from '../data/presence.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { BackLink } from './BackLink.tsx'
import { Companions } from './Companions.tsx'

/** Shows the user of the conversation, and the other agents who have it open. */
export function ConversationHeader({
  name,
  more,
  companions,
  place,
  onShowProfile,
  onFind,
}: {
  name: string
  /** The channel, and the language if it is known. */
  more: string
  companions: readonly Companion[]
  place: Extract<Place, { page: 'inbox' }>
  onShowProfile: () => void
  onFind: () => void
}) {
  const { find, profile } = useTexts()
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-line border-b px-4 max-shell:px-2">
      <BackLink place={place} />
      <h2 className="min-w-0 truncate font-medium text-title">
        <bdi>{name}</bdi>
      </h2>
      <span className="min-w-16 flex-1 truncate text-text-2 max-shell:min-w-8">{more}</span>
      <Companions companions={companions} />
      <IconButton label={find.label} onClick={onFind} className="shrink-0">
        <Search size={18} aria-hidden="true" />
      </IconButton>
      <IconButton label={profile.open} onClick={onShowProfile} className="shrink-0 wide:hidden">
        <PanelRight size={18} aria-hidden="true" className="rtl:-scale-x-100" />
      </IconButton>
    </header>
  )
}
