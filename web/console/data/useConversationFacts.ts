import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** A conversation's state on the server, with the attributes of its user. */
export type ConversationFacts = AnswerOf<(typeof routes)['conversation']>

export type FactsState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly facts: ConversationFacts }
  /** This bot has no such conversation. */
  | { readonly status: 'unknown' }
  | { readonly status: 'failed'; readonly error: Error; readonly retry: () => void }

/** Time (ms) for which new entries are gathered into one request. */
const GATHER_MS = 300

/** Reads the state of a conversation and the attributes of its user. The log is separate. */
export function useConversationFacts(session: string): FactsState {
  const { client, botId } = useServer()
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(botId, session),
    queryFn: ({ signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/{id}', { path: { botId, id: session }, signal }),
  })
  if (data !== undefined) return { status: 'ready', facts: data }
  if (error === null) return { status: 'loading' }
  if (error instanceof ProblemError && error.status === 404) return { status: 'unknown' }
  return { status: 'failed', error, retry: () => void refetch() }
}

/** Reads the facts again when the log grows. `revision`: the newest known `seq`. */
export function useFreshFacts(session: string, revision: number | undefined): void {
  const { botId } = useServer()
  const queries = useQueryClient()
  useEffect(() => {
    const known = queries.getQueryData<ConversationFacts>(keyOf(botId, session))
    if (revision === undefined || known === undefined || known.revision >= revision) return
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: keyOf(botId, session) }), GATHER_MS)
    return () => clearTimeout(timer)
  }, [queries, botId, session, revision])
}

const keyOf = (botId: string, session: string) => ['conversation', botId, session]
