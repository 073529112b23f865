import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Router } from 'wouter'
import { useSession, useSessionActions } from '../sign-in/use-session.ts'
import { BotPages } from './BotPages.tsx'
import { BASE } from './paths.ts'
import { retries } from './retries.ts'

const STALE_MS = 10_000

/** Shows the whole console to a signed-in agent. */
export function Workspace() {
  const session = useSessionActions()
  const state = useSession()
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: STALE_MS, retry: retries } } }),
  )
  if (state.status !== 'signed-in') return null
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Router base={BASE}>
          <BotPages session={session} agent={state.agent} config={state.config} />
        </Router>
      </QueryClientProvider>
    </CSPProvider>
  )
}
