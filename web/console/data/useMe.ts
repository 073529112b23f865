import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Http } from '../../../lib/client/index.ts'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** A bot that somebody pauses as a whole is seen as paused within this time. */
const EVERY_MS = 30_000

/** The query of who the agent is and which bots they work for. All pages share its answer. */
export const meQuery = (http: Http) =>
  queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => http.request('GET /api/v1/me', { signal }) })

/** The agent as the server knows them. Nothing before the first answer. */
export function useMe(): AnswerOf<(typeof routes)['me']> | undefined {
  const { client } = useServer()
  return useQuery({ ...meQuery(client.http), refetchInterval: EVERY_MS }).data
}
