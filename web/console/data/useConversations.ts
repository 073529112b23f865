import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import { verdictOn } from '../../../lib/client/tokens.ts'
import { defined } from '../../../lib/defined.ts'
import type { Conversation, ConversationView } from '../../../lib/protocol/conversation.ts'
import { useServer } from './server.ts'
import { type Changes, useInboxChanges } from './useInboxChanges.ts'
import { snoozedLast, withChanges } from './views.ts'

const PAGE = 50

export interface Conversations {
  /** `refused`: the agent may not see them, so a retry would not help. */
  readonly status: 'loading' | 'failed' | 'refused' | 'ready'
  /** Why the last request failed. */
  readonly error: Error | null
  /** The same array until it changes. */
  readonly conversations: readonly Conversation[]
  /** All conversations that changed since the list was fetched, including those that left the view. */
  readonly changes: Changes
  /** True if the view has more conversations. */
  readonly hasMore: boolean
  readonly retry: () => void
  /** Fetches the next page. Missing at the end of the list and while a page is loading. */
  readonly loadMore: (() => void) | undefined
}

/**
 * Returns the conversations of a view that match `sought`, kept up to date by the inbox's events. `queue`: only those
 * that wait in it.
 */
export function useConversations(view: ConversationView, queue: string | undefined, sought: string): Conversations {
  const { client, botId, agent } = useServer()
  const q = useDeferredValue(sought.trim())
  const changes = useInboxChanges()
  const query = useInfiniteQuery({
    queryKey: ['conversations', botId, view, queue, q],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations', {
        path: { botId },
        query: { view, limit: PAGE, ...(q !== '' && { q }), ...defined({ queue, cursor }) },
        signal,
      }),
    getNextPageParam: page => page.next,
    placeholderData: previous => previous,
    // The inbox's events keep the list up to date, and a refetch would fetch every page again.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { data } = query
  const conversations = useMemo(() => {
    const listed = data?.pages.flatMap(page => page.items) ?? []
    const list = q === '' ? withChanges(view, listed, changes, agent.id, queue) : listed
    return view === 'mine' ? snoozedLast(list) : list
  }, [data, q, view, queue, changes, agent.id])
  return {
    status: data !== undefined ? 'ready' : query.isError ? statusOf(query.error) : 'loading',
    error: query.error,
    conversations,
    changes,
    hasMore: query.hasNextPage,
    retry: () => void query.refetch(),
    loadMore: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
  }
}

const statusOf = (error: Error): 'failed' | 'refused' =>
  error instanceof ProblemError && verdictOn(error.code) === 'refused' ? 'refused' : 'failed'
