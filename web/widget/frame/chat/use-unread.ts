import { useEffect, useState } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import type { Keeping } from '../storage.ts'

/**
 * Counts the messages of the other side after the read mark, which all tabs share. While the user looks, every message
 * counts as read.
 */
export function useUnread(snapshot: ConversationSnapshot, isLooking: boolean, storage: Keeping): number {
  const { session, status, cursor, entries } = snapshot
  const key = `interlude.read.${session}`
  const [read, setRead] = useState(() => readMark(storage, key))

  useEffect(() => {
    const listen = (event: StorageEvent) => {
      if (event.key === key) setRead(readMark(storage, key))
    }
    addEventListener('storage', listen)
    return () => removeEventListener('storage', listen)
  }, [key, storage])

  useEffect(() => {
    if (status !== 'open') return
    // A conversation that was never shown here has no unread messages.
    if (!isLooking && readMark(storage, key) !== undefined) return
    storage.set(key, `${cursor}`)
    setRead(cursor)
  }, [status, isLooking, cursor, key, storage])

  if (isLooking) return 0
  const from = read ?? cursor
  return entries.filter(entry => entry.kind === 'message' && entry.seq > from && entry.by.type !== 'user').length
}

function readMark(storage: Keeping, key: string): number | undefined {
  const mark = storage.get(key)
  return mark !== null && /^\d+$/.test(mark) ? Number(mark) : undefined
}
