import { useQuery } from '@tanstack/react-query'
import type { QueueView } from '../../../lib/protocol/handoffs.ts'
import { useServer } from './server.ts'

/** Interval (ms) of the requests while a page shows the queues' numbers. */
const EVERY_MS = 15_000

const NONE: readonly QueueView[] = []

/** Returns the queues of the bot with their numbers of waiting conversations. None until they are known. */
export function useQueues(): readonly QueueView[] {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['queues', botId],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/queues', { path: { botId }, signal }),
    // A bot without queues gets some by a change of its configuration alone.
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) > 0 ? EVERY_MS : false),
  })
  return data?.items ?? NONE
}
