import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Session, SessionState } from './session.ts'

/** The session of the components below. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** Returns the session's actions. Throws outside a `SessionContext`. */
export function useSessionActions(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('no session is given above this component')
  return session
}

/** Returns the state of the sign-in, and renders the component again when it changes. */
export function useSession(): SessionState {
  const { subscribe, state } = useSessionActions()
  return useSyncExternalStore(subscribe, state)
}
