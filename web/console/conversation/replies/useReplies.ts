import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../../../lib/client/index.ts'
import type { CannedReply } from '../../../../lib/protocol/canned-reply.ts'
import type { ListedReply } from '../../../../lib/protocol/routes/replies.ts'
import { useServer } from '../../data/server.ts'

const STALE_MS = 60_000

export type RepliesState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'ready'; readonly all: readonly ListedReply[]; readonly trigger: string }

const listKey = (botId: string) => ['replies', botId]
const ownKey = (botId: string) => ['own-replies', botId]

/** Reads the canned replies of the bot and of the agent, and the character that opens them. */
export function useReplies(): RepliesState {
  const { client, botId } = useServer()
  const { data, error } = useQuery({
    queryKey: listKey(botId),
    staleTime: STALE_MS,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/replies', { path: { botId }, signal }),
  })
  if (data !== undefined) return { status: 'ready', all: data.items, trigger: data.trigger }
  return { status: error === null ? 'loading' : 'failed' }
}

/** The outcome of saving. `stale`: the agent changed the replies elsewhere; they have been read again. */
export type Saving = 'saved' | 'stale' | 'failed'

export interface OwnReplies {
  readonly status: 'loading' | 'failed' | 'ready'
  readonly items: readonly CannedReply[]
  readonly isSaving: boolean
  readonly save: (items: readonly CannedReply[]) => Promise<Saving>
}

const NONE: readonly never[] = []

/** Reads and replaces the agent's own canned replies. */
export function useOwnReplies(): OwnReplies {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const path = { botId }
  const { data, error, refetch } = useQuery({
    queryKey: ownKey(botId),
    staleTime: 0,
    queryFn: ({ signal }) => client.http.request('GET /api/v1/bots/{botId}/agents/me/replies', { path, signal }),
  })
  const { mutateAsync, isPending } = useMutation({
    mutationFn: (items: readonly CannedReply[]) =>
      client.http.request('PUT /api/v1/bots/{botId}/agents/me/replies', {
        path,
        body: { version: data?.version ?? 0, items: [...items] },
      }),
  })
  const save = async (items: readonly CannedReply[]): Promise<Saving> => {
    try {
      queries.setQueryData(ownKey(botId), await mutateAsync(items))
      await queries.invalidateQueries({ queryKey: listKey(botId) })
      return 'saved'
    } catch (failure) {
      if (!(failure instanceof ProblemError && failure.code === 'config.stale_version')) return 'failed'
      await refetch()
      return 'stale'
    }
  }
  return {
    status: data !== undefined ? 'ready' : error === null ? 'loading' : 'failed',
    items: data?.items ?? NONE,
    isSaving: isPending,
    save,
  }
}
