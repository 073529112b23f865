import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { Conversation, ConversationView } from '../../../lib/protocol/conversation.ts'
import { useServer } from './server.ts'
import { useInboxChanges } from './useInboxChanges.ts'
import { withChanges } from './views.ts'

const PAGE = 50

export interface Conversations {
  readonly status: 'loading' | 'failed' | 'ready'
  readonly conversations: readonly Conversation[]
  /** There is no further page. */
  readonly isWhole: boolean
  readonly retry: () => void
  /** Fetches the next page. Missing at the end, and while one is under way. */
  readonly loadMore: (() => void) | undefined
}

/** The conversations of a view that `sought` finds, kept up to date by the inbox's events. */
export function useConversations(view: ConversationView, sought: string): Conversations {
  const { client, botId, agent } = useServer()
  const q = useDeferredValue(sought.trim())
  const changes = useInboxChanges()
  const query = useInfiniteQuery({
    queryKey: ['conversations', botId, view, q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations', {
        path: { botId },
        query: { view, limit: PAGE, ...(q !== '' && { q }), ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    getNextPageParam: page => page.next,
    placeholderData: previous => previous,
  })
  const listed = query.data?.pages.flatMap(page => page.items) ?? []
  return {
    status: query.data !== undefined ? 'ready' : query.isError ? 'failed' : 'loading',
    conversations: q === '' ? withChanges(view, listed, changes, agent.id) : listed,
    isWhole: !query.hasNextPage,
    retry: () => void query.refetch(),
    loadMore: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
  }
}
