import { useQuery } from '@tanstack/react-query'
import { useServer } from '../data/server.ts'

const NONE: readonly string[] = []

/** Returns the tags that conversations of the bot may get. None until they are known. */
export function useTags(): readonly string[] {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['tags', botId],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/tags', { path: { botId }, signal }),
  })
  return data?.items ?? NONE
}
