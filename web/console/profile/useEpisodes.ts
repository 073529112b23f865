import { useInfiniteQuery } from '@tanstack/react-query'
import type { HandoffView } from '../../../lib/protocol/conversation.ts'
import { useServer } from '../data/server.ts'

const PAGE = 10

export interface Episodes {
  /** The newest first. */
  readonly episodes: readonly HandoffView[]
  /** Fetches the next ones. Missing at the end, and while they are under way. */
  readonly loadMore: (() => void) | undefined
}

/** Each time that people held the conversation. `epoch`: how often control changed hands; the episodes are read again when it does. */
export function useEpisodes(session: string, epoch: number): Episodes | undefined {
  const { client, botId } = useServer()
  const query = useInfiniteQuery({
    queryKey: ['episodes', botId, session, epoch],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/{id}/handoffs', {
        path: { botId, id: session },
        query: { limit: PAGE, ...(cursor !== undefined && { cursor: Number(cursor) }) },
        signal,
      }),
    getNextPageParam: page => page.next,
    placeholderData: previous => previous,
  })
  if (query.data === undefined) return undefined
  const isMore = query.hasNextPage && !query.isFetchingNextPage
  return {
    episodes: query.data.pages.flatMap(({ items }) => items),
    loadMore: isMore ? () => void query.fetchNextPage() : undefined,
  }
}
