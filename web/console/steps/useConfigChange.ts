import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../../lib/client/index.ts'
import type { BotConfig } from '../../../lib/protocol/config.ts'
import { useServer } from '../data/server.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'

export interface ConfigChange {
  readonly isSaving: boolean
  /** Why the last change was not saved. The server's words about a field are English. */
  readonly problem: string | undefined
  /** Changes the newest configuration. Resolves to false if it was not saved. */
  readonly save: (change: (config: BotConfig) => BotConfig) => Promise<boolean>
  readonly reset: () => void
}

/** Changes the configuration of the bot from its newest version, so that no change of others is lost. */
export function useConfigChange(): ConfigChange {
  const { client, botId } = useServer()
  const texts = useTexts()
  const queries = useQueryClient()
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: async (change: (config: BotConfig) => BotConfig) => {
      const path = { botId }
      const newest = await client.http.request('GET /api/v1/bots/{botId}/config', { path })
      return await client.http.request('PUT /api/v1/bots/{botId}', { path, body: change(newest) })
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['steps', botId] }),
        queries.invalidateQueries({ queryKey: ['setup', botId] }),
      ]),
  })
  const problem =
    error === null
      ? undefined
      : error instanceof ProblemError
        ? (error.errors[0]?.message ?? problemText(error, texts))
        : texts.app.failed
  return {
    isSaving: isPending,
    problem,
    save: change =>
      mutateAsync(change).then(
        () => true,
        () => false,
      ),
    reset,
  }
}
