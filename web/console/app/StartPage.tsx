import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Redirect } from 'wouter'
import { browserEnvironment } from '../../../lib/client/browser.ts'
import { createHttp } from '../../../lib/client/index.ts'
import type { ConsoleConfig } from '../../../lib/web/config.ts'
import { meQuery } from '../data/useMe.ts'
import type { Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { pathOf, VIEWS } from './paths.ts'

/** Only an admin without a bot needs it. */
const FirstBot = lazy(async () => ({ default: (await import('../steps/FirstBot.tsx')).FirstBot }))

/** Opens the agent's first bot. Without one, lets an admin make it, and says to others that there is none. */
export function StartPage({ session, config }: { session: Session; config: ConsoleConfig }) {
  const { app } = useTexts()
  // No client exists before a bot is chosen.
  const [http] = useState(() =>
    createHttp({ url: config.apiUrl, token: ask => session.accessToken(ask), environment: browserEnvironment() }),
  )
  const me = useQuery(meQuery(http))
  const [first] = me.data?.bots ?? []
  if (first !== undefined) return <Redirect to={pathOf({ page: 'inbox', botId: first.id, view: VIEWS[0] })} replace />
  return (
    <main className="h-full">
      {!me.data?.isAdmin && <h1 className="sr-only">{app.name}</h1>}
      {me.isError && <FailedState error={me.error} onRetry={() => void me.refetch()} />}
      {me.data?.isAdmin && (
        <Suspense>
          <FirstBot http={http} />
        </Suspense>
      )}
      {me.data?.isAdmin === false && (
        <EmptyState title={app.noBot} more={app.noBotMore}>
          <Button onClick={() => void session.signOut()}>{app.signOut}</Button>
        </EmptyState>
      )}
    </main>
  )
}
