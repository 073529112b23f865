import { useState } from 'react'
import type { Place } from '../app/paths.ts'
import { useConversations } from '../data/useConversations.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { ConversationRow } from './ConversationRow.tsx'
import { SearchField } from './SearchField.tsx'
import { ViewTabs } from './ViewTabs.tsx'

/** The conversations of one view, with a search over all of them. */
export function Inbox({ place }: { place: Extract<Place, { page: 'inbox' }> }) {
  const [sought, setSought] = useState('')
  const texts = useTexts()
  const { conversations, status, retry, loadMore } = useConversations(place.view, sought)
  return (
    <section aria-label={texts.inbox.label} className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{texts.app.name}</h1>
      <ViewTabs place={place} />
      <SearchField text={sought} onChange={setSought} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {status === 'loading' && <SkeletonRows label={texts.app.loading} />}
        {status === 'failed' && (
          <EmptyState title={texts.app.failed} more={texts.app.unreachable}>
            <Button onClick={retry}>{texts.app.tryAgain}</Button>
          </EmptyState>
        )}
        {status === 'ready' && conversations.length === 0 && (
          <EmptyState
            title={sought === '' ? texts.inbox.empty[place.view] : texts.inbox.noMatch(sought)}
            {...(sought === '' && { more: texts.inbox.emptyMore[place.view] })}
          />
        )}
        <ul>
          {conversations.map(conversation => (
            <ConversationRow key={conversation.id} conversation={conversation} place={place} />
          ))}
        </ul>
        {loadMore !== undefined && (
          <div className="p-3">
            <Button onClick={loadMore}>{texts.inbox.loadMore}</Button>
          </div>
        )}
      </div>
    </section>
  )
}
