import { useQuery } from '@tanstack/react-query'
import { userLink } from '../../../lib/protocol/user-link.ts'
import { useServer } from '../data/server.ts'
import type { ConversationFacts } from '../data/useConversationFacts.ts'
import { useTemplateFacts } from '../data/useTemplateFacts.ts'

const STALE_MS = 60_000

export interface ShownLink {
  readonly label: string
  readonly href: string
}

export type LinksState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly links: readonly ShownLink[] }

/** Returns the bot's links for the user of a conversation. Leaves out those with a variable that has no value. */
export function useLinks(conversation: ConversationFacts): LinksState {
  const { client, botId } = useServer()
  const facts = useTemplateFacts(conversation)
  const { data, error } = useQuery({
    queryKey: ['links', botId],
    staleTime: STALE_MS,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/links', { path: { botId }, signal }),
  })
  if (data === undefined) return { status: error === null ? 'loading' : 'failed' }
  const links = data.items.flatMap(({ label, url }) => {
    const href = userLink(url, facts)
    return href === undefined ? [] : [{ label, href }]
  })
  return { status: 'ready', links }
}
