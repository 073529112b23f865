import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import { useServer } from '../data/server.ts'
import { useConnection } from '../data/useConnection.ts'

/** Interval (ms) of the requests. Another tab of the agent, and a colleague's transfer, change the answer. */
const EVERY_MS = 30_000

export interface OwnStatus {
  /** Missing until the first answer. */
  readonly me: BotAgent | undefined
  readonly isAway: boolean
  readonly isFailed: boolean
  readonly set: (isAway: boolean) => void
}

/** Returns whether the signed-in agent takes conversations, and how many they have. */
export function useStatus(): OwnStatus {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const queryKey = ['agent-status', botId, useConnection().status]
  const path = { botId }
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/agents/me', { path, signal }),
    refetchInterval: EVERY_MS,
  })
  const { mutate, isError, isPending, variables } = useMutation({
    mutationFn: (status: 'online' | 'away') =>
      client.http.request('PUT /api/v1/bots/{botId}/agents/me', { path, body: { status } }),
    networkMode: 'always',
    onSuccess: (answer, status) => {
      // The answer of an agent without a connection is `offline`; what they chose counts.
      queries.setQueryData(queryKey, { ...answer, status })
    },
  })
  return {
    me: data,
    isAway: (isPending ? variables : data?.status) === 'away',
    isFailed: isError,
    set: isAway => mutate(isAway ? 'away' : 'online'),
  }
}
