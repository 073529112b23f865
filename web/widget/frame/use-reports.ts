import { useEffect } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import type { MessageEntry } from '../../../lib/protocol/entry.ts'
import type { Holder, LauncherLook } from '../messages.ts'
import type { Host } from './host.ts'
import { useNews } from './use-news.ts'

interface Reported {
  readonly host: Host | undefined
  readonly look: LauncherLook
  readonly holder: Holder
  readonly unread: number
  readonly snapshot: ConversationSnapshot
  readonly isExpired: boolean
  readonly onNews: (message: MessageEntry) => void
}

/**
 * Reports the events of the chat to the embedding page, each one once. If the frame is a page of its own, marks its
 * title instead.
 */
export function useReports({ host, look, holder, unread, snapshot, isExpired, onNews }: Reported): void {
  const { color, launcherUrl, open, position } = look
  const name = holder.holder === 'person' ? holder.name : undefined

  useEffect(() => {
    host?.tell({ type: 'look', look: { color, launcherUrl, open, position } })
  }, [host, color, launcherUrl, open, position])

  // biome-ignore lint/correctness/useExhaustiveDependencies: report a holder only when its kind or name changes.
  useEffect(() => {
    host?.tell({ type: 'event', event: 'handoff', value: holder })
  }, [host, holder.holder, name])

  useEffect(() => {
    host?.tell({ type: 'event', event: 'unread', value: unread })
    if (host !== undefined) return
    const { title } = document
    if (unread > 0) document.title = `(${unread}) ${title}`
    return () => {
      document.title = title
    }
  }, [host, unread])

  useEffect(() => {
    if (isExpired) host?.tell({ type: 'event', event: 'expired', value: null })
  }, [host, isExpired])

  useNews(snapshot, message => {
    onNews(message)
    const { seq, by, text } = message
    const value = { seq, from: by.type, ...(by.name && { name: by.name }), ...(text && { text }) }
    host?.tell({ type: 'event', event: 'message', value })
  })
}
