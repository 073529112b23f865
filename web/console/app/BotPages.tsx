import { useEffect, useState } from 'react'
import { Link, Redirect, useLocation, useSearch } from 'wouter'
import type { Client } from '../../../lib/client/index.ts'
import type { ConsoleConfig } from '../../../lib/web/config.ts'
import { ServerContext } from '../data/server.ts'
import type { Agent, Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { connect } from './connect.ts'
import { type Place, pathOf, placeAt } from './paths.ts'
import { Shell } from './Shell.tsx'
import { StartPage } from './StartPage.tsx'

interface Signed {
  readonly session: Session
  readonly agent: Agent
  readonly config: ConsoleConfig
}

/** Shows the page that the address names. */
export function BotPages(signed: Signed) {
  const [path] = useLocation()
  const place = placeAt(path, new URLSearchParams(useSearch()))
  const { app } = useTexts()
  switch (place.page) {
    case 'start':
      return <StartPage {...signed} />
    case 'unknown':
      return (
        <main className="h-full">
          <h1 className="sr-only">{app.name}</h1>
          <EmptyState title={app.unknownPage}>
            <Link to={pathOf({ page: 'start' })} className={buttonClasses()}>
              {app.backToInbox}
            </Link>
          </EmptyState>
        </main>
      )
    case 'inbox':
    case 'bot':
    case 'team':
    case 'steps':
    case 'reports':
      return <OneBot key={place.botId} {...signed} place={place} path={path} />
    default:
      return place satisfies never
  }
}

type BotPlace = Extract<Place, { readonly botId: string }>

/** Keeps one client per bot. Replaces the address of an alert by that of the conversation. */
function OneBot({ session, agent, config, place, path }: Signed & { place: BotPlace; path: string }) {
  const { botId } = place
  const [client, setClient] = useState<Client>()
  useEffect(() => {
    const connected = connect(session, agent, config, botId)
    setClient(connected)
    return () => connected.close()
  }, [session, agent, config, botId])
  const proper = pathOf(place)
  if (proper.split('?')[0] !== path) return <Redirect to={proper} replace />
  if (client === undefined) return null
  return (
    <ServerContext value={{ client, apiUrl: config.apiUrl, botId, agent }}>
      <Shell session={session} place={place} />
    </ServerContext>
  )
}
