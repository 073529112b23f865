import { useQuery } from '@tanstack/react-query'
import type { BriefView } from '../../../../lib/protocol/conversation.ts'
import type { Entry } from '../../../../lib/protocol/entry.ts'
import { useServer } from '../../data/server.ts'

/** Returns the brief of a conversation that people have. Reads it again after each change of it. */
export function useBrief(session: string, entries: readonly Entry[]): BriefView | undefined {
  const { client, botId } = useServer()
  const changedAt = entries.findLast(changesBrief)?.seq ?? 0
  const { data } = useQuery({
    queryKey: ['brief', botId, session, changedAt],
    queryFn: ({ signal }) =>
      client.http.request('GET /api/v1/bots/{botId}/conversations/{id}/brief', {
        path: { botId, id: session },
        signal,
      }),
    placeholderData: previous => previous,
  })
  return data
}

const changesBrief = ({ kind }: Entry): boolean => kind === 'paused' || kind === 'declined' || kind === 'transferred'
