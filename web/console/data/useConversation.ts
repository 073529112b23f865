import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ConversationHandle, ConversationSnapshot } from '../../../lib/client/index.ts'
import { useServer } from './server.ts'

/** A conversation that is open while the component is mounted. */
export interface OpenConversation {
  readonly handle: ConversationHandle
  readonly now: ConversationSnapshot
}

const noUndo = () => undefined

/** Opens a conversation. Returns nothing before the first effect. */
export function useConversation(session: string): OpenConversation | undefined {
  const { client } = useServer()
  const [handle, setHandle] = useState<ConversationHandle>()
  useEffect(() => {
    const opened = client.conversation(session)
    setHandle(opened)
    return () => opened.close()
  }, [client, session])
  const subscribe = useCallback(
    (listener: () => void) => (handle === undefined ? noUndo : handle.subscribe(listener)),
    [handle],
  )
  const now = useSyncExternalStore(subscribe, () => (handle === undefined ? undefined : handle.snapshot()))
  return handle === undefined || now === undefined || handle.session !== session ? undefined : { handle, now }
}
