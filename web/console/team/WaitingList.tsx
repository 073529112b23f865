import { useMemo, useState } from 'react'
import { VList } from 'virtua'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { useConversations } from '../data/useConversations.ts'
import { useQueues } from '../data/useQueues.ts'
import { countText } from '../inbox/countText.ts'
import { useSettled } from '../inbox/useSettled.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { TeamConversation } from './TeamConversation.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'

const ROW_PX = 60
/** The next page loads when less than this is left below. */
const NEAR_END_PX = 30 * ROW_PX

/** Lists the users who wait, the longest wait first, of all queues or of one. */
export function WaitingList() {
  const texts = useTeamTexts()
  const { app } = useTexts()
  const queues = useQueues()
  const [queue, setQueue] = useState<string | undefined>(undefined)
  const { conversations, changes, status, error, retry, loadMore } = useConversations('waiting', queue, '')
  const byId = useMemo(
    () => new Map(conversations.map(conversation => [conversation.id as string, conversation])),
    [conversations],
  )
  const wanted = useMemo(() => [...byId.keys()], [byId])
  const { ids, news, refresh, holding } = useSettled(`team ${queue ?? ''}`, wanted)
  const rows = useMemo(() => ids.flatMap(id => byId.get(id) ?? changes.get(id) ?? []), [ids, byId, changes])
  const names = useMemo(() => new Map(queues.map(({ id, name }) => [id, name])), [queues])
  return (
    <section aria-labelledby="team-waiting" className="flex min-h-0 flex-col max-shell:h-dvh">
      <div className="flex items-center gap-3 px-4 pt-4 pb-2 shell:px-6">
        <h2 id="team-waiting" className="flex-1 font-medium">
          {texts.waiting}
        </h2>
        {queues.length > 0 && (
          <select
            value={queue ?? ''}
            aria-label={texts.queue}
            onChange={({ target: { value } }) => setQueue(value === '' ? undefined : value)}
            className="h-8 min-w-0 rounded-control border border-line-strong bg-raised px-2 pointer-coarse:h-11"
          >
            <option value="">{texts.allQueues}</option>
            {queues.map(({ id, name, waiting }) => (
              <option key={id} value={id}>
                {`${name} (${countText(waiting)})`}
              </option>
            ))}
          </select>
        )}
      </div>
      {news > 0 && (
        <Button kind="quiet" onClick={refresh} className="rounded-none text-accent">
          {texts.news(news)}
        </Button>
      )}
      <div className="min-h-0 flex-1" {...holding}>
        {status === 'loading' && <SkeletonRows label={app.loading} />}
        {(status === 'failed' || status === 'refused') && <FailedState error={error} onRetry={retry} />}
        {status === 'ready' && rows.length === 0 && (
          <EmptyState title={texts.nobodyWaits} more={texts.nobodyWaitsMore} />
        )}
        {rows.length > 0 && (
          <VList
            data={rows}
            itemSize={ROW_PX}
            role="list"
            aria-labelledby="team-waiting"
            className="h-full"
            onScroll={offset => {
              if (rows.length * ROW_PX - offset < NEAR_END_PX + window.innerHeight) loadMore?.()
            }}
          >
            {conversation => (
              // biome-ignore lint/a11y/useSemanticElements: the virtual list renders elements of its own between the list and its items.
              <div key={conversation.id} role="listitem" className="border-line border-b">
                <TeamConversation conversation={conversation} queueName={queueNameOf(conversation, names)} />
              </div>
            )}
          </VList>
        )}
      </div>
    </section>
  )
}

function queueNameOf({ control }: Conversation, names: ReadonlyMap<string, string>): string | undefined {
  if (control.holder !== 'human' || control.queue === undefined) return undefined
  return names.get(control.queue) ?? control.queue
}
