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

/** Tells the page above what happens in the chat: each thing once. A page of its own has its title marked here. */
export function useReports({ host, look, holder, unread, snapshot, isExpired, onNews }: Reported): void {
  const { color, launcherUrl, open, position } = look
  const name = holder.holder === 'person' ? holder.name : undefined

  useEffect(() => {
    host?.tell({ type: 'look', look: { color, launcherUrl, open, position } })
  }, [host, color, launcherUrl, open, position])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a holder is told when its kind or name changes.
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
