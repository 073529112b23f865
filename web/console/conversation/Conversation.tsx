import { PanelRight } from 'lucide-react'
import { Link } from 'wouter'
import { type Place, pathOf } from '../app/paths.ts'
import { nameOf } from '../data/names.ts'
import { useConversation } from '../data/useConversation.ts'
import { useConversationFacts } from '../data/useConversationFacts.ts'
import { useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { Composer } from './Composer.tsx'
import { ControlBar } from './ControlBar.tsx'
import { Log } from './Log.tsx'

/** One conversation: who holds it, what was said, and the field to answer. */
export function Conversation({
  session,
  place,
  onShowProfile,
}: {
  session: string
  place: Extract<Place, { page: 'inbox' }>
  onShowProfile: () => void
}) {
  const texts = useTexts()
  const open = useConversation(session)
  const facts = useConversationFacts(session, open?.now.cursor)
  if (open?.now.status === 'unknown') return <EmptyState title={texts.log.unknown} />
  if (open === undefined || facts === undefined || open.now.status === 'opening') {
    return <SkeletonRows label={texts.log.opening} />
  }
  const name = nameOf(facts)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 items-center gap-3 border-line border-b px-4">
        <Link
          to={pathOf({ page: 'inbox', botId: place.botId, view: place.view })}
          className="shell:hidden inline-flex min-h-11 items-center text-accent"
        >
          ← {texts.app.backToInbox}
        </Link>
        <h2 className="min-w-0 truncate font-medium text-title">
          <bdi>{name}</bdi>
        </h2>
        <span className="flex-1 text-text-3">{facts.channel}</span>
        <IconButton label={texts.profile.open} onClick={onShowProfile} className="wide:hidden">
          <PanelRight size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <ControlBar handle={open.handle} facts={facts} />
      <Log open={open} name={name} />
      <Composer handle={open.handle} facts={facts} name={name} />
    </div>
  )
}
