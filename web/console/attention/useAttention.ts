import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { BASE, pathOf } from '../app/paths.ts'
import { nameOf } from '../data/names.ts'
import { useServer } from '../data/server.ts'
import { useCounts } from '../data/useCounts.ts'
import { useSettings } from '../settings/useSettings.ts'
import { useTexts } from '../texts/useTexts.ts'
import { chime } from './chime.ts'
import { reasonToCall } from './news.ts'

/** Calls the agent with a notification (while the page is hidden), a sound, and a number in the tab's title. */
export function useAttention(): void {
  const { client, botId, agent } = useServer()
  const { app, attention } = useTexts()
  const { sound } = useSettings()
  const [, go] = useLocation()
  const known = useRef(new Map<string, Conversation>())
  const waiting = useCounts()?.waiting ?? 0

  useEffect(() => {
    document.title = waiting === 0 ? app.name : `(${waiting}) ${app.name}`
  }, [app.name, waiting])

  useEffect(
    () =>
      client.onInbox(events => {
        for (const event of events) {
          if (event.type !== 'conversation') continue
          const { conversation } = event
          const reason = reasonToCall(known.current.get(conversation.id), conversation, agent.id)
          known.current.set(conversation.id, conversation)
          if (reason === undefined) continue
          if (sound) void chime(reason)
          const view = reason === 'reply' ? 'mine' : 'waiting'
          const path = pathOf({ page: 'inbox', botId, view, session: conversation.id })
          notify(conversation.id, attention[reason](nameOf(conversation)), () => go(path))
        }
      }),
    [client, botId, agent.id, attention, sound, go],
  )
}

/** Shows one notification per conversation; the next one replaces it. It contains no words of the user. */
function notify(session: string, title: string, open: () => void): void {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
  const notification = new Notification(title, { tag: `${BASE}/${session}` })
  notification.addEventListener('click', () => {
    window.focus()
    open()
    notification.close()
  })
}
