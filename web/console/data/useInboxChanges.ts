import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { seldom } from './seldom.ts'
import { useServer } from './server.ts'
import { hasMoved } from './views.ts'

/** States of conversations by their ids, the one that changed last at the end. */
export type Changes = ReadonlyMap<string, Conversation>

const NONE: Changes = new Map()
/** Each console asks for the counts at most so often, however busy the bot is. */
const COUNTS_EVERY_MS = 1_000
/** More changes than these are forgotten, and the lists are fetched again. */
const MAX_CHANGES = 1_000

/**
 * The states of conversations that the inbox told of since the lists were fetched. Counts are fetched again when a conversation has
 * moved between views, and everything after a cut, since no event tells what happened meanwhile.
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

/** A conversation as a list has it that was fetched. */
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
