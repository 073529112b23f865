import { createContext, useContext } from 'react'
import type { Client } from '../../../lib/client/index.ts'

/** The server as one signed-in agent of one bot sees it. */
export interface Server {
  readonly client: Client
  /** Stands before `/api/…`. Empty: the page's own origin. */
  readonly apiUrl: string
  readonly botId: string
  readonly agent: { readonly id: string; readonly name?: string }
}

export const ServerContext = createContext<Server | undefined>(undefined)

/** The server. Throws outside of a bot's pages. */
export function useServer(): Server {
  const server = useContext(ServerContext)
  if (server === undefined) throw new Error('there is no server outside of a bot’s pages')
  return server
}
