import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useServer } from '../data/server.ts'
import { type Notifications, withNotification } from './list.ts'

const PAGE = 50
const NONE: Notifications = { items: [], readUpTo: 0 }

export interface NotificationList extends Notifications {
  readonly status: 'loading' | 'failed' | 'ready'
  /** Requests the list again. */
  readonly retry: () => void
  /** Marks all of them as read by this agent. */
  readonly markRead: () => void
  /** Marks one as done, for every agent. */
  readonly setDone: (number: number) => void
}

/** Returns the bot's open notifications, kept up to date by the socket. */
export function useNotifications(): NotificationList {
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const { data = NONE, status } = useQuery({
    queryKey: keyOf(botId),
    queryFn: ({ signal }): Promise<Notifications> =>
      client.http.request('GET /api/v1/bots/{botId}/notifications', {
        path: { botId },
        query: { limit: PAGE },
        signal,
      }),
  })
  const change = (update: (list: Notifications) => Notifications) =>
    queries.setQueryData<Notifications>(keyOf(botId), (list = NONE) => update(list))

  useEffect(() => {
    const queryKey = keyOf(botId)
    const ends = [
      client.onFrame(frame => {
        if (frame.type !== 'notification') return
        queries.setQueryData<Notifications>(queryKey, (list = NONE) => withNotification(list, frame.notification))
      }),
      client.onSubscribed(() => void queries.invalidateQueries({ queryKey })),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, botId, queries])

  const refetch = () => void queries.invalidateQueries({ queryKey: keyOf(botId) })
  return {
    ...data,
    retry: refetch,
    status: status === 'pending' ? 'loading' : status === 'error' ? 'failed' : 'ready',
    markRead: () => {
      const upTo = data.items[0]?.number
      if (upTo === undefined || upTo <= data.readUpTo) return
      change(list => ({ ...list, readUpTo: upTo }))
      client.http
        .request('POST /api/v1/bots/{botId}/notifications/read', { path: { botId }, body: { upTo } })
        .catch(refetch)
    },
    setDone: number => {
      change(list => ({ ...list, items: list.items.filter(each => each.number !== number) }))
      client.http
        .request('POST /api/v1/bots/{botId}/notifications/{number}/done', {
          path: { botId, number },
          body: { done: true },
        })
        .catch(refetch)
    },
  }
}

const keyOf = (botId: string) => ['notifications', botId]
