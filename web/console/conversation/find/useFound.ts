import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { AnswerOf, routes } from '../../../../lib/protocol/routes.ts'
import { useServer } from '../../data/server.ts'

export type FoundEntry = AnswerOf<(typeof routes)['searchLog']>['items'][number]

export type FoundState =
  | { readonly status: 'nothing-sought' | 'looking' | 'failed' }
  | { readonly status: 'ready'; readonly found: readonly FoundEntry[]; readonly loadMore: (() => void) | undefined }

const PAGE = 20

/** Searches the whole log of a conversation, including entries that are not loaded. Newest entries come first. */
export function useFound(session: string, words: string): FoundState {
  const { client, botId } = useServer()
  const q = useDeferredValue(words.trim())
  const query = useInfiniteQuery({
    queryKey: ['found', botId, session, q],
    enabled: q !== '',
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam: before, signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/{id}/search', {
        path: { botId, id: session },
        query: { q, limit: PAGE, ...(before !== undefined && { before: String(before) }) },
        signal,
      }),
    getNextPageParam: page => page.next,
    placeholderData: previous => previous,
  })
  if (q === '') return { status: 'nothing-sought' }
  if (query.isError) return { status: 'failed' }
  if (query.data === undefined) return { status: 'looking' }
  const isMore = query.hasNextPage && !query.isFetchingNextPage
  return {
    status: 'ready',
    found: query.data.pages.flatMap(({ items }) => items),
    loadMore: isMore ? () => void query.fetchNextPage() : undefined,
  }
}
