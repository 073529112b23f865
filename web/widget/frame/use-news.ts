import { useEffect, useRef } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import type { MessageEntry } from '../../../lib/protocol/entry.ts'

/** Calls `onNews` once for each message that arrives after the conversation is open, in order. */
export function useNews({ status, cursor, entries }: ConversationSnapshot, onNews: (message: MessageEntry) => void) {
  const told = useRef<number | undefined>(undefined)
  const listener = useRef(onNews)
  listener.current = onNews
  useEffect(() => {
    if (status === 'unknown') told.current = 0
    if (status !== 'open') return
    const from = told.current ?? cursor
    told.current = cursor
    for (const entry of entries) {
      if (entry.kind === 'message' && entry.seq > from) listener.current(entry)
    }
  }, [status, cursor, entries])
}
