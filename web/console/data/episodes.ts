import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { useServer } from './server.ts'

/** The key of all queries for the episodes of a conversation. */
export const episodesKey = (botId: string, session: string) => ['episodes', botId, session]

/** Reads the episodes again when the user rates one. */
export function useFreshEpisodes(session: string, entries: readonly Entry[]): void {
  const { botId } = useServer()
  const queries = useQueryClient()
  const rated = entries.findLast(({ kind }) => kind === 'rated')?.seq
  useEffect(() => {
    if (rated !== undefined) void queries.invalidateQueries({ queryKey: episodesKey(botId, session) })
  }, [queries, botId, session, rated])
}
