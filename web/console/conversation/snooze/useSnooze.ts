import { useMutation } from '@tanstack/react-query'
import { useServer } from '../../data/server.ts'

/** The commands of an agent on the snooze of their conversation, and the state of the newest one. */
export interface SnoozeCommands {
  /** `until`: ms since 1970. Without it, until the user writes. */
  readonly snooze: (until?: number) => void
  readonly wake: () => void
  readonly isPending: boolean
  readonly isFailed: boolean
}

/** Snoozes a conversation, and wakes it. The log tells the result. */
export function useSnooze(session: string): SnoozeCommands {
  const { client, botId } = useServer()
  const path = { botId, id: session }
  const { mutate, isPending, isError } = useMutation({
    mutationFn: (command: { readonly until?: number } | 'wake') =>
      command === 'wake'
        ? client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/wake', { path, body: {} })
        : client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/snooze', {
            path,
            body: command.until === undefined ? {} : { until: new Date(command.until).toISOString() },
          }),
  })
  return {
    snooze: until => mutate(until === undefined ? {} : { until }),
    wake: () => mutate('wake'),
    isPending,
    isFailed: isError,
  }
}
