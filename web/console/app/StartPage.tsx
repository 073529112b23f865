import { useQuery } from '@tanstack/react-query'
import { Redirect } from 'wouter'
import type { ConsoleConfig } from '../../../lib/web/config.ts'
import { myBots } from '../data/myBots.ts'
import type { Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { pathOf, VIEWS } from './paths.ts'

/** Opens the first bot of the agent, or says that there is none. */
export function StartPage({ session, config }: { session: Session; config: ConsoleConfig }) {
  const { app } = useTexts()
  const bots = useQuery({ queryKey: ['bots'], queryFn: ({ signal }) => myBots(session, config, signal) })
  const [first] = bots.data ?? []
  if (first !== undefined) return <Redirect to={pathOf({ page: 'inbox', botId: first.id, view: VIEWS[0] })} replace />
  return (
    <main className="h-full">
      <h1 className="sr-only">{app.name}</h1>
      {bots.isError && (
        <EmptyState title={app.failed} more={app.unreachable}>
          <Button onClick={() => void bots.refetch()}>{app.tryAgain}</Button>
        </EmptyState>
      )}
      {bots.isSuccess && (
        <EmptyState title={app.noBot} more={app.noBotMore}>
          <Button onClick={() => void session.signOut()}>{app.signOut}</Button>
        </EmptyState>
      )}
    </main>
  )
}
