import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import { verdictOn } from '../../../lib/client/tokens.ts'
import type { Conversation, ConversationView } from '../../../lib/protocol/conversation.ts'
import { useServer } from './server.ts'
import { type Changes, useInboxChanges } from './useInboxChanges.ts'
import { withChanges } from './views.ts'

const PAGE = 50

export interface Conversations {
  /** `refused`: the agent may not see them. To try again would not help. */
  readonly status: 'loading' | 'failed' | 'refused' | 'ready'
  /** The same object as long as nothing changed. */
  readonly conversations: readonly Conversation[]
  /** The conversations that changed since they were listed, those that have left the view among them. */
  readonly changes: Changes
  /** The view has more than these. */
  readonly hasMore: boolean
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
    // The inbox's events keep the list up to date; to fetch it again is to fetch every page of it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { data } = query
  const conversations = useMemo(() => {
    const listed = data?.pages.flatMap(page => page.items) ?? []
    return q === '' ? withChanges(view, listed, changes, agent.id) : listed
  }, [data, q, view, changes, agent.id])
  return {
    status: data !== undefined ? 'ready' : query.isError ? statusOf(query.error) : 'loading',
    conversations,
    changes,
    hasMore: query.hasNextPage,
    retry: () => void query.refetch(),
    loadMore: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
  }
}

const statusOf = (error: Error): 'failed' | 'refused' =>
  error instanceof ProblemError && verdictOn(error.code) === 'refused' ? 'refused' : 'failed'
