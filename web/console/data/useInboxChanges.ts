import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useServer } from './server.ts'

/** Fetches the lists and their counts anew when the inbox tells of a change, and after a cut. */
export function useInboxChanges(): void {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  useEffect(() => {
    const refetch = () => {
      for (const key of ['conversations', 'counts']) void queries.invalidateQueries({ queryKey: [key, botId] })
    }
    const ends = [client.onInbox(refetch), client.onSubscribed(refetch)]
    return () => {
      for (const end of ends) end()
    }
  }, [client, botId, queries])
}
