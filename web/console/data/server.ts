import { createContext, useContext } from 'react'
import type { Client } from '../../../lib/client/index.ts'

/** The server, for one signed-in agent and one bot. */
export interface Server {
  readonly client: Client
  /** Prefix of `/api/…`. Empty for the page's own origin. */
  readonly apiUrl: string
  readonly botId: string
  readonly agent: { readonly id: string; readonly name?: string }
}

export const ServerContext = createContext<Server | undefined>(undefined)

/** Returns the server. Throws outside a bot's pages. */
export function useServer(): Server {
  const server = useContext(ServerContext)
  if (server === undefined) throw new Error('there is no server outside of a bot’s pages')
  return server
}
