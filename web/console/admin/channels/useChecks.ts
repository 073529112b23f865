import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ChannelCheck } from '../../../../lib/protocol/channel-check.ts'
import { useServer } from '../../data/server.ts'

/** The state of a channel, as far as it is known. `checking`: for the first time. */
export type ChecksState =
  | { readonly status: 'checking' }
  | { readonly status: 'failed'; readonly error: Error }
  | { readonly status: 'checked'; readonly checks: readonly ChannelCheck[] }

export interface Checks {
  readonly state: ChecksState
  readonly isBusy: boolean
  readonly again: () => void
  readonly subscribe: () => void
  readonly subscribing: 'idle' | 'pending' | 'error' | 'success'
}

/** The outside does not change by itself: a check stays good until the agent asks for the next one. */
const STALE_MS = 10 * 60_000

const keyOf = (botId: string, name: string) => ['channel-checks', botId, name]

/** Checks a channel from outside when it is first shown, and when the agent asks. */
export function useChecks(name: string): Checks {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const path = { botId, channel: name }
  const queryKey = keyOf(botId, name)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    staleTime: STALE_MS,
    queryFn: ({ signal }) =>
      client.http.request('POST /api/v1/bots/{botId}/channels/{channel}/check', { path, signal }),
  })
  const subscribe = useMutation({
    mutationFn: () => client.http.request('POST /api/v1/bots/{botId}/channels/{channel}/subscribe', { path }),
    onSuccess: checked => queries.setQueryData(queryKey, checked),
  })
  return {
    state: stateOf(data?.checks, error),
    isBusy: isFetching || subscribe.isPending,
    again: () => void refetch(),
    subscribe: () => subscribe.mutate(),
    subscribing: subscribe.status,
  }
}

function stateOf(checks: readonly ChannelCheck[] | undefined, error: Error | null): ChecksState {
  if (error !== null) return { status: 'failed', error }
  return checks === undefined ? { status: 'checking' } : { status: 'checked', checks }
}

/** Returns a function that has channels of this bot checked again: one, or all if no name is given. */
export function useCheckAgain(): (name?: string) => void {
  const { botId } = useServer()
  const queries = useQueryClient()
  return name => {
    const queryKey = name === undefined ? ['channel-checks', botId] : keyOf(botId, name)
    void queries.invalidateQueries({ queryKey })
  }
}
