import { useQuery } from '@tanstack/react-query'
import type { ViewCounts } from '../../../lib/protocol/conversation.ts'
import { useServer } from './server.ts'

/** Returns the number of conversations in each view, or nothing before the first answer. */
export function useCounts(): ViewCounts | undefined {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['counts', botId],
    queryFn: ({ signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/counts', { path: { botId }, signal }),
  })
  return data
}
