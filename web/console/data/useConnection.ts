import { useCallback, useSyncExternalStore } from 'react'
import type { ConnectionState } from '../../../lib/client/index.ts'
import { useServer } from './server.ts'

/** Returns the state of the connection to the server. */
export function useConnection(): ConnectionState {
  const { client } = useServer()
  const subscribe = useCallback((listener: () => void) => client.onState(listener), [client])
  return useSyncExternalStore(subscribe, () => client.state)
}
