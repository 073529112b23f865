import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Http } from '../../../lib/client/index.ts'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** Interval (ms) of the refresh. A bot-wide pause shows after at most this time. */
const EVERY_MS = 30_000

/** Queries the signed-in agent and their bots. All pages share the answer. */
export const meQuery = (http: Http) =>
  queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => http.request('GET /api/v1/me', { signal }) })

/** Returns the signed-in agent, or nothing before the first answer. */
export function useMe(): AnswerOf<(typeof routes)['me']> | undefined {
  const { client } = useServer()
  return useQuery({ ...meQuery(client.http), refetchInterval: EVERY_MS }).data
}
