import { useCallback, useSyncExternalStore } from 'react'
import { type Companion, presenceOf } from './presence.ts'
import { useServer } from './server.ts'

/** Returns the other agents who look at a conversation or type in it. */
export function useConversationPresence(session: string): readonly Companion[] {
  const { client, agent } = useServer()
  const presence = presenceOf(client, agent.id)
  const subscribe = useCallback((listener: () => void) => presence.subscribe(listener), [presence])
  return useSyncExternalStore(subscribe, () => presence.at(session))
}
