import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { AlertFilter, AlertSubscription, NewSubscription } from '../../../../lib/protocol/subscription.ts'
import { useServer } from '../../data/server.ts'

export type SubscriptionsState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | { readonly status: 'ready'; readonly all: readonly AlertSubscription[] }

export interface Subscriptions {
  readonly state: SubscriptionsState
  readonly retry: () => void
  /** Each resolves once the list shows the change, and rejects with a `ProblemError`. */
  readonly subscribe: (wanted: NewSubscription) => Promise<AlertSubscription>
  readonly change: (id: string, filter: AlertFilter) => Promise<AlertSubscription>
  readonly remove: (id: string) => Promise<void>
}

/** Someone who reads an e-mail confirms while the admin looks on. */
const WHILE_PENDING_MS = 10_000

/** Lists a bot's subscriptions to alerts, the newest first, and changes them. */
export function useSubscriptions(): Subscriptions {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const queryKey = ['subscriptions', botId]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const all: AlertSubscription[] = []
      for (let cursor: string | undefined, isLast = false; !isLast; ) {
        const query = cursor === undefined ? {} : { cursor }
        const page = await client.http.request('GET /api/v1/bots/{botId}/subscriptions', {
          path: { botId },
          query,
          signal,
        })
        all.push(...page.items)
        cursor = page.next
        isLast = cursor === undefined
      }
      return all.toSorted((one, two) => two.createdAt.localeCompare(one.createdAt))
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'pending') === true ? WHILE_PENDING_MS : false,
  })
  const shown = async <T>(changing: Promise<T>): Promise<T> => {
    try {
      return await changing
    } finally {
      // After a failure too: somebody else may have changed the list.
      await queries.invalidateQueries({ queryKey })
    }
  }
  return {
    state:
      data !== undefined
        ? { status: 'ready', all: data }
        : error === null
          ? { status: 'loading' }
          : { status: 'failed', error },
    retry: () => void refetch(),
    subscribe: body => shown(client.http.request('POST /api/v1/bots/{botId}/subscriptions', { path: { botId }, body })),
    change: (id, filter) =>
      shown(
        client.http.request('PUT /api/v1/bots/{botId}/subscriptions/{id}', { path: { botId, id }, body: { filter } }),
      ),
    remove: async id => {
      await shown(client.http.request('DELETE /api/v1/bots/{botId}/subscriptions/{id}', { path: { botId, id } }))
    },
  }
}
