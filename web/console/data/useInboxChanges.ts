import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { seldom } from './seldom.ts'
import { useServer } from './server.ts'
import { hasMoved } from './views.ts'

/** Newest states of conversations by id, the latest change last. */
export type Changes = ReadonlyMap<string, Conversation>

const NONE: Changes = new Map()
/** Shortest interval (ms) between two requests for the counts, however busy the bot is. */
const COUNTS_EVERY_MS = 1_000
/** Above this number the older changes are dropped, and the lists are fetched again. */
const MAX_CHANGES = 1_000

/**
 * Returns the states of conversations from the inbox's events since the lists were fetched. Fetches the counts again
 * when a conversation has moved between views. Fetches everything again after a cut, because no event reports the
 * changes that it missed.
 */
export function useInboxChanges(): Changes {
  const { client, botId, agent } = useServer()
  const queries = useQueryClient()
  const [changes, setChanges] = useState(NONE)
  useEffect(() => {
    let known = NONE
    const refetch = (key: string) => void queries.invalidateQueries({ queryKey: [key, botId] })
    const counts = seldom(() => refetch('counts'), COUNTS_EVERY_MS)
    const keep = (next: Changes) => {
      known = next
      setChanges(next)
    }
    const ends = [
      client.onInbox(events => {
        const told = events.flatMap(event => (event.type === 'conversation' ? [event.conversation] : []))
        const before = (id: string) => known.get(id) ?? listed(queries, botId, id)
        if (told.some(each => hasMoved(before(each.id), each, agent.id))) counts.ask()
        keep(withNewer(known, told))
        if (known.size <= MAX_CHANGES) return
        keep(new Map([...known].slice(-MAX_CHANGES / 2)))
        refetch('conversations')
      }),
      client.onSubscribed(() => {
        refetch('conversations')
        counts.ask()
      }),
      counts.end,
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, botId, agent.id, queries])
  return changes
}

/** Returns a conversation from a fetched list, if one has it. */
function listed(queries: QueryClient, botId: string, id: string): Conversation | undefined {
  for (const [, list] of queries.getQueriesData<InfiniteData<{ items: Conversation[] }>>({
    queryKey: ['conversations', botId],
  })) {
    for (const { items } of list?.pages ?? []) {
      const found = items.find(each => each.id === id)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function withNewer(known: Changes, told: readonly Conversation[]): Changes {
  const next = new Map(known)
  for (const conversation of told) {
    next.delete(conversation.id)
    next.set(conversation.id, conversation)
  }
  return next
}
