import { useQuery } from '@tanstack/react-query'
import type { Macro } from '../../../lib/protocol/macros.ts'
import { useServer } from '../data/server.ts'
import { macroRuns } from './useMacroRuns.ts'

const NONE: readonly Macro[] = []

/** Returns the macros of the bot, none until they are known, and a function that chooses one for a conversation. */
export function useMacros(session: string): {
  readonly macros: readonly Macro[]
  readonly choose: (name: string) => void
} {
  const { client, botId } = useServer()
  const { data } = useQuery({
    queryKey: ['macros', botId],
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/macros', { path: { botId }, signal }),
  })
  const choose = (macro: string) => {
    const command = { path: { botId, id: session }, body: { id: crypto.randomUUID(), macro } }
    macroRuns.choose({
      name: macro,
      send: keepalive =>
        client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/macros', { ...command, keepalive }),
    })
  }
  return { macros: data?.items ?? NONE, choose }
}
