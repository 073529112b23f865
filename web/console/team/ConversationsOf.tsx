import { useInfiniteQuery } from '@tanstack/react-query'
import { defined } from '../../../lib/defined.ts'
import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { TeamConversation } from './TeamConversation.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'
import { conversationsKey } from './useTeam.ts'

const PAGE = 50

/** Lists the conversations of an agent, the newest event first. */
export function ConversationsOf({ agent: { id, name } }: { agent: { readonly id: string; readonly name: string } }) {
  const texts = useTeamTexts()
  const { app } = useTexts()
  const { client, botId } = useServer()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...conversationsKey(botId), id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations', {
        path: { botId },
        query: { view: 'mine', agent: id, limit: PAGE, ...defined({ cursor }) },
        signal,
      }),
    getNextPageParam: page => page.next,
  })
  if (data === undefined) {
    return error === null ? (
      <SkeletonRows label={app.loading} rows={1} />
    ) : (
      <FailedState error={error} onRetry={() => void refetch()} />
    )
  }
  const all = data.pages.flatMap(({ items }) => items)
  if (all.length === 0) return <p className="px-4 pb-3 ps-11 text-text-2 shell:px-6 shell:ps-13">{texts.noneOf}</p>
  return (
    <ul aria-label={texts.conversationsOf(name)} className="bg-sunken pb-2">
      {all.map(conversation => (
        <li key={conversation.id}>
          <TeamConversation conversation={conversation} />
        </li>
      ))}
      {hasNextPage && (
        <li className="px-4 shell:px-6">
          <Button kind="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.more}
          </Button>
        </li>
      )}
    </ul>
  )
}
