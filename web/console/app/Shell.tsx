import { useState } from 'react'
import { Conversation } from '../conversation/Conversation.tsx'
import { Inbox } from '../inbox/Inbox.tsx'
import { Profile } from '../profile/Profile.tsx'
import type { Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ConnectionBar } from './ConnectionBar.tsx'
import type { Place } from './paths.ts'
import { Rail } from './Rail.tsx'

/** The frame of a bot's pages: rail, inbox, conversation and profile. Narrow screens show one of them at a time. */
export function Shell({ session, place }: { session: Session; place: Extract<Place, { readonly botId: string }> }) {
  const { log } = useTexts()
  const [isProfileOpen, setProfileOpen] = useState(false)
  const opened = place.page === 'inbox' ? place.session : undefined
  const pane = opened === undefined ? 'inbox' : 'conversation'
  return (
    <div data-pane={pane} className="group/shell flex h-full flex-col">
      <ConnectionBar session={session} />
      <div className="flex min-h-0 flex-1 max-shell:flex-col-reverse">
        <Rail session={session} place={place} />
        <div className="shrink-0 border-line border-e shell:w-85 max-shell:min-h-0 max-shell:flex-1 max-shell:group-data-[pane=conversation]/shell:hidden">
          {place.page === 'inbox' && <Inbox place={place} />}
        </div>
        <main className="flex min-w-0 flex-1 flex-col max-shell:min-h-0 max-shell:group-data-[pane=inbox]/shell:hidden">
          {opened === undefined || place.page !== 'inbox' ? (
            <EmptyState title={log.choose} />
          ) : (
            <Conversation
              key={opened}
              session={opened}
              place={place}
              onShowProfile={() => setProfileOpen(isOpen => !isOpen)}
            />
          )}
        </main>
        {opened !== undefined && (
          <Profile session={opened} isSheetOpen={isProfileOpen} onClose={() => setProfileOpen(false)} />
        )}
      </div>
    </div>
  )
}
