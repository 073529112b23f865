import { useQuery } from '@tanstack/react-query'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** A bot that somebody pauses as a whole is seen as paused within this time. */
const EVERY_MS = 30_000

/** The agent as the server knows them. Nothing before the first answer. */
export function useMe(): AnswerOf<(typeof routes)['me']> | undefined {
  const { client } = useServer()
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/me', { signal }),
    refetchInterval: EVERY_MS,
  }).data
}
