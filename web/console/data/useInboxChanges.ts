import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { useServer } from './server.ts'

/** States of conversations by their ids. */
export type Changes = ReadonlyMap<string, Conversation>

const NONE: Changes = new Map()

/**
 * The states of conversations that the inbox told of since the lists were fetched. Counts follow each change; lists are fetched
 * again after a cut, since no event tells what happened meanwhile.
 */
export function useInboxChanges(): Changes {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const [changes, setChanges] = useState(NONE)
  useEffect(() => {
    const refetch = (key: string) => void queries.invalidateQueries({ queryKey: [key, botId] })
    const ends = [
      client.onInbox(events => {
        setChanges(known => withEvents(known, events))
        refetch('counts')
      }),
      client.onSubscribed(() => {
        refetch('conversations')
        refetch('counts')
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, botId, queries])
  return changes
}

type Events = Parameters<Parameters<ReturnType<typeof useServer>['client']['onInbox']>[0]>[0]

function withEvents(known: Changes, events: Events): Changes {
  const next = new Map(known)
  for (const event of events) {
    if (event.type === 'conversation') next.set(event.conversation.id, event.conversation)
  }
  return next
}
