import { useInfiniteQuery } from '@tanstack/react-query'
import type { HandoffView } from '../../../lib/protocol/conversation.ts'
import { episodesKey } from '../data/episodes.ts'
import { useServer } from '../data/server.ts'

const PAGE = 10

export interface Episodes {
  /** Newest first. */
  readonly episodes: readonly HandoffView[]
  /** Fetches the next page. Missing at the end of the list and while a page is loading. */
  readonly loadMore: (() => void) | undefined
}

/** Returns the episodes of a conversation. Reads them again when `epoch` changes. */
export function useEpisodes(session: string, epoch: number): Episodes | undefined {
  const { client, botId } = useServer()
  const query = useInfiniteQuery({
    queryKey: [...episodesKey(botId, session), epoch],
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
