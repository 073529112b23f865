import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Session, SessionState } from './session.ts'

/** The session that the components below use. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** The session's actions. Throws outside of a `SessionContext`. */
export function useSessionActions(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('no session is given above this component')
  return session
}

/** How the sign-in stands. The component renders again when that changes. */
export function useSession(): SessionState {
  const { subscribe, state } = useSessionActions()
  return useSyncExternalStore(subscribe, state)
}
