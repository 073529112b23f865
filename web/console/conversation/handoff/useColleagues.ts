import { useQuery } from '@tanstack/react-query'
import { useServer } from '../../data/server.ts'
import type { Holding } from '../holding.ts'
import { type Colleague, colleaguesIn } from './colleagues.ts'

export type ColleaguesState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error; readonly retry: () => void }
  | { readonly status: 'ready'; readonly all: readonly Colleague[] }

/** Interval of the requests while nobody else takes the conversation. A list to choose from never changes by itself. */
const EVERY_MS = 10_000

/** Returns the agents who are connected, to whom this agent can pass a conversation on. Reads them again with each mount. */
export function useColleagues(holding: Holding): ColleaguesState {
  const { client, botId, agent } = useServer()
  const without = new Set([agent.id, ...(holding.by === 'other' ? [holding.id] : [])])
  const { data, error, refetch } = useQuery({
    queryKey: ['agents', botId],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/agents', { path: { botId }, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) =>
      colleaguesIn(state.data?.items ?? [], without).some(({ not }) => !not) ? false : EVERY_MS,
    refetchOnWindowFocus: false,
  })
  if (data !== undefined) return { status: 'ready', all: colleaguesIn(data.items, without) }
  return error === null ? { status: 'loading' } : { status: 'failed', error, retry: () => void refetch() }
}
