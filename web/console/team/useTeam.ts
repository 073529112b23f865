import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { seldom } from '../data/seldom.ts'
import { useServer } from '../data/server.ts'

export type Team =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error; readonly retry: () => void }
  | { readonly status: 'ready'; readonly agents: readonly BotAgent[] }

/** Interval (ms) of the requests. No event tells that an agent comes or goes. */
const EVERY_MS = 10_000

/** Shortest interval (ms) between two requests, however many conversations move. */
const AT_MOST_EVERY_MS = 2_000

/** Most conversations whose holder is remembered. A forgotten one counts as moved once more. */
const MAX_KNOWN = 10_000

/** Returns the agents of the bot. Reads them, and the open lists of their conversations, again when a conversation moves. */
export function useTeam(): Team {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  useEffect(() => {
    const holders = new Map<string, string>()
    const refetch = seldom(() => {
      void queries.invalidateQueries({ queryKey: agentsKey(botId) })
      void queries.invalidateQueries({ queryKey: conversationsKey(botId) })
    }, AT_MOST_EVERY_MS)
    const ends = [
      client.onInbox(events => {
        if (holders.size > MAX_KNOWN) holders.clear()
        for (const event of events) {
          if (event.type !== 'conversation') continue
          const { id } = event.conversation
          const holder = holderOf(event.conversation)
          if (holders.get(id) === holder) continue
          holders.set(id, holder)
          refetch.ask()
        }
      }),
      client.onSubscribed(refetch.ask),
      refetch.end,
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, botId, queries])
  const { data, error, refetch } = useQuery({
    queryKey: agentsKey(botId),
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/agents', { path: { botId }, signal }),
    refetchInterval: EVERY_MS,
  })
  if (data !== undefined) return { status: 'ready', agents: data.items }
  return error === null ? { status: 'loading' } : { status: 'failed', error, retry: () => void refetch() }
}

export const agentsKey = (botId: string) => ['team', botId]
/** The lists of the agents' conversations. Add the id of an agent for one of them. */
export const conversationsKey = (botId: string) => ['team-conversations', botId]

function holderOf({ control }: Conversation): string {
  if (control.holder !== 'human') return control.holder
  const { handoff } = control
  return handoff.status === 'pending' ? 'pending' : `assigned ${handoff.agent.id}`
}
