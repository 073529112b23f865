import { useQuery } from '@tanstack/react-query'
import type { CannedCard } from '../../../../lib/protocol/canned-card.ts'
import { useServer } from '../../data/server.ts'

export type CardsState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly all: readonly CannedCard[] }

/** Reads the bot's canned cards while they are wanted, and keeps them afterwards. */
export function useCards(isWanted: boolean): CardsState {
  const { client, botId } = useServer()
  const { data, error } = useQuery({
    queryKey: ['cards', botId],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/cards', { path: { botId }, signal }),
    enabled: isWanted,
  })
  if (data !== undefined) return { status: 'ready', all: data.items }
  return { status: error === null ? 'loading' : 'failed' }
}
