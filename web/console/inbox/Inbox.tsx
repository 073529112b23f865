import { type KeyboardEvent, lazy, Suspense, useMemo, useState } from 'react'
import { VList } from 'virtua'
import { useLocation } from 'wouter'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import type { QueueView } from '../../../lib/protocol/handoffs.ts'
import { useAction } from '../actions/useAction.ts'
import { type Place, pathOf } from '../app/paths.ts'
import { isUnread } from '../data/marks.ts'
import { useConversations } from '../data/useConversations.ts'
import { useCounts } from '../data/useCounts.ts'
import { useMarks } from '../data/useMarks.ts'
import { useQueues } from '../data/useQueues.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { useIsVisible } from '../ui/useIsVisible.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { neighbour } from './order.ts'
import { SearchField } from './SearchField.tsx'
import { useRowFocus } from './useRowFocus.ts'
import { useSelection } from './useSelection.ts'
import { useSettled } from './useSettled.ts'
import { ViewTabs } from './ViewTabs.tsx'

/** Loads for a bot with queues. */
const QueueFilter = lazy(async () => ({ default: (await import('./QueueFilter.tsx')).QueueFilter }))
/** Loads for a bot without a conversation. */
const NoConversation = lazy(async () => ({ default: (await import('./NoConversation.tsx')).NoConversation }))
/** Loads with the first selected row. */
const BulkBar = lazy(async () => ({ default: (await import('./bulk/BulkBar.tsx')).BulkBar }))

const SELECT_KEY = { key: 'x' } as const

const ROW_PX = 64
/** The next page loads when less than this is left below. */
const NEAR_END_PX = 30 * ROW_PX

/** Lists the conversations of one view, and searches all of them. */
export function Inbox({ place }: { place: Extract<Place, { page: 'inbox' }> }) {
  const [sought, setSought] = useState('')
  const texts = useTexts()
  const [, go] = useLocation()
  const { conversations, changes, status, error, hasMore, retry, loadMore } = useConversations(
    place.view,
    place.queue,
    sought,
  )
  const byId = useMemo(
    () => new Map(conversations.map(conversation => [conversation.id as string, conversation])),
    [conversations],
  )
  const wanted = useMemo(() => [...byId.keys()], [byId])
  const list = `${place.view} ${place.queue ?? ''} ${sought}`
  const { ids, news, refresh, holding } = useSettled(list, wanted)
  const rows = useMemo(() => ids.flatMap(id => byId.get(id) ?? changes.get(id) ?? []), [ids, byId, changes])
  const isNew = useCounts()?.all === 0 && sought === ''
  const focus = useRowFocus(
    useMemo(() => rows.map(({ id }) => id), [rows]),
    place.session,
  )
  const selection = useSelection(list, ids)
  const [hasSelected, setHasSelected] = useState(false)
  if (selection.ids.size > 0 && !hasSelected) setHasSelected(true)
  const marks = useMarks(ids)
  const queues = useQueues()
  // The open conversation counts as read at once; its mark is sent a moment later.
  const read = useIsVisible() ? place.session : undefined
  const open = (session: string | undefined) => session !== undefined && go(pathOf({ ...place, session }))
  useAction('next', texts.palette.nextConversation, { key: 'j' }, () => open(neighbour(ids, place.session, 1)))
  useAction('previous', texts.palette.previousConversation, { key: 'p' }, () => open(neighbour(ids, place.session, -1)))
  const current = rows[focus.stop]?.id
  /** On a row the key works also for agents who turned single keys off. */
  const onKeyDown = (event: KeyboardEvent) => {
    const isOther = event.key.toLowerCase() !== SELECT_KEY.key || event.ctrlKey || event.metaKey || event.altKey
    if (isOther || current === undefined) return focus.listProps.onKeyDown(event)
    event.preventDefault()
    selection.choose(current, event.shiftKey)
  }
  useAction('select', current && texts.palette.selectConversation, SELECT_KEY, () => {
    if (current !== undefined) selection.choose(current, false)
  })
  return (
    <section aria-label={texts.inbox.label} className="flex h-full min-h-0 flex-col">
      <ViewTabs place={place} />
      <Suspense>{place.view === 'waiting' && queues.length > 0 && <QueueFilter place={place} />}</Suspense>
      <SearchField text={sought} onChange={setSought} />
      {news > 0 && (
        <Button kind="quiet" onClick={refresh} className="border-line border-b rounded-none text-accent">
          {texts.inbox.news(news)}
        </Button>
      )}
      <div className="min-h-0 flex-1" {...holding}>
        {status === 'loading' && <SkeletonRows label={texts.app.loading} />}
        {status === 'failed' && <FailedState error={error} onRetry={retry} />}
        {status === 'refused' && <EmptyState title={texts.connection.refused} more={texts.app.noBotMore} />}
        <Suspense>{status === 'ready' && rows.length === 0 && isNew && <NoConversation />}</Suspense>
        {status === 'ready' && rows.length === 0 && !isNew && (
          <EmptyState
            title={sought === '' ? texts.inbox.empty[place.view] : texts.inbox.noMatch(sought)}
            {...(sought === '' && { more: texts.inbox.emptyMore[place.view] })}
          />
        )}
        {rows.length > 0 && (
          <VList
            data={rows}
            {...focus.listProps}
            onKeyDown={onKeyDown}
            itemSize={ROW_PX}
            role="list"
            className="h-full"
            onScroll={offset => {
              if (rows.length * ROW_PX - offset < NEAR_END_PX + window.innerHeight) loadMore?.()
            }}
          >
            {(conversation, index) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                queueName={place.queue === undefined ? queueNameOf(conversation, queues) : undefined}
                isUnread={conversation.id !== read && isUnread(conversation, marks)}
                place={place}
                at={index + 1}
                of={hasMore ? UNKNOWN_LENGTH : rows.length}
                isStop={index === focus.stop}
                isAim={conversation.id === focus.aim}
                isSelecting={selection.ids.size > 0}
                isSelected={selection.ids.has(conversation.id)}
                onFocus={focus.onFocus}
                onSelect={selection.choose}
              />
            )}
          </VList>
        )}
      </div>
      <Suspense>{hasSelected && <BulkBar selection={selection} rows={rows} />}</Suspense>
    </section>
  )
}

/** The name of the queue in which a conversation waits. */
function queueNameOf({ control }: Conversation, queues: readonly QueueView[]): string | undefined {
  if (control.holder !== 'human' || control.handoff.status !== 'pending') return undefined
  return queues.find(({ id }) => id === control.queue)?.name ?? control.queue
}

/** The value of `aria-setsize` if the length of the list is unknown. */
const UNKNOWN_LENGTH = -1
