import { useQuery } from '@tanstack/react-query'
import type { AnswerOf, routes } from '../../../lib/protocol/routes.ts'
import { useServer } from './server.ts'

/** A conversation as the server knows it, with the attributes of its user. */
export type ConversationFacts = AnswerOf<(typeof routes)['conversation']>

/** Reads what is known of a conversation beside its log. `revision`: how far its log is known; the facts are read again as it grows. */
export function useConversationFacts(session: string, revision: number | undefined): ConversationFacts | undefined {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['conversation', botId, session, revision],
    queryFn: ({ signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/{id}', { path: { botId, id: session }, signal }),
    placeholderData: previous => previous,
  })
  return data?.id === session ? data : undefined
}
