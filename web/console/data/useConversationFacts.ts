import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** A conversation as the server knows it, with the attributes of its user. */
export type ConversationFacts = AnswerOf<(typeof routes)['conversation']>

export type FactsState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly facts: ConversationFacts }
  /** This bot has no such conversation. */
  | { readonly status: 'unknown' }
  | { readonly status: 'failed'; readonly retry: () => void }

/** Several entries that come at once ask once. */
const GATHER_MS = 300

/** Reads what is known of a conversation beside its log. */
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
  return { status: 'failed', retry: () => void refetch() }
}

/** Reads the facts of a conversation again as its log grows. `revision`: how far the log is known. */
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
