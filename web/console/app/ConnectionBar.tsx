import { useServer } from '../data/server.ts'
import { useConnection } from '../data/useConnection.ts'
import type { Session } from '../sign-in/session.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { timeOfDay } from '../ui/times.ts'

/** Shows what is wrong with the connection, and renders nothing while it works. */
export function ConnectionBar({ session }: { session: Session }) {
  const state = useConnection()
  const { client } = useServer()
  const { connection } = useTexts()
  const locale = useLocale()
  const bar = (text: string, action?: { readonly label: string; readonly run: () => void }) => (
    <div role="status" className="flex items-center justify-center gap-3 bg-note-ground px-3 py-1 text-list text-text">
      <span>{text}</span>
      {action !== undefined && (
        <Button kind="quiet" onClick={action.run}>
          {action.label}
        </Button>
      )}
    </div>
  )
  switch (state.status) {
    case 'connecting':
    case 'online':
      return null
    case 'catching-up':
      return <div className="late">{bar(connection.catchingUp)}</div>
    case 'offline':
      return bar(connection.offline(timeOfDay(state.since, locale)), {
        label: connection.tryNow,
        run: () => client.tryNow(),
      })
    case 'expired':
      return bar(connection.expired, { label: connection.signIn, run: () => void session.signIn() })
    case 'refused':
      return bar(connection.refused)
    default:
      return state satisfies never
  }
}
