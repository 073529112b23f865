import { useEffect, useRef } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import type { OpenChat } from './open-chat.ts'

/** Time (ms) for which the newest message must be on screen before the server learns of it. */
const GATHER_MS = 1_000

/** Tells the server which messages the user has seen, while the user looks and is online. Agents learn it. */
export function useSeen(chat: OpenChat | undefined, { entries }: ConversationSnapshot, isLooking: boolean): void {
  const newest = entries.findLast(entry => entry.kind === 'message' && entry.by.type !== 'user')?.seq ?? 0
  const told = useRef(0)
  useEffect(() => {
    if (chat === undefined || !isLooking || newest <= told.current) return
    const timer = setTimeout(() => {
      const { session } = chat.conversation
      chat.client.ask({ type: 'read', session, seq: newest }).then(
        () => {
          told.current = newest
        },
        () => undefined,
      )
    }, GATHER_MS)
    return () => clearTimeout(timer)
  }, [chat, newest, isLooking])
}
