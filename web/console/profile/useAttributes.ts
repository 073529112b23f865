import { useQuery } from '@tanstack/react-query'
import { useServer } from '../data/server.ts'
import type { AttributeSetting } from './attributes.ts'

const HOUR_MS = 60 * 60_000

/** Returns the bot's `attributes` configuration, or nothing before the answer or if there is none. */
export function useAttributeSettings(): readonly AttributeSetting[] | undefined {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['attributes', botId],
    staleTime: HOUR_MS,
    queryFn: ({ signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/mod/hitl/config/attributes', { path: { botId }, signal }),
  })
  return data
}
