import { Inbox, LogOut } from 'lucide-react'
import { Link } from 'wouter'
import type { Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { type Place, pathOf, VIEWS } from './paths.ts'

/** The way between the console's pages: at the side, or at the bottom of a narrow screen. */
export function Rail({ session, place }: { session: Session; place: Extract<Place, { readonly botId: string }> }) {
  const { app, views } = useTexts()
  return (
    <nav
      aria-label={app.name}
      className="flex shrink-0 items-center justify-between border-line bg-sunken p-2 shell:w-14 shell:flex-col shell:border-e max-shell:border-t"
    >
      <Link
        to={pathOf({ page: 'inbox', botId: place.botId, view: VIEWS[0] })}
        aria-label={views.label}
        title={views.label}
        aria-current={place.page === 'inbox' ? 'page' : undefined}
        className="inline-flex size-10 items-center justify-center rounded-control text-text-2 hover:bg-ground aria-[current]:bg-ground aria-[current]:text-text"
      >
        <Inbox size={18} aria-hidden="true" />
      </Link>
      <IconButton label={app.signOut} onClick={() => void session.signOut()}>
        <LogOut size={18} aria-hidden="true" />
      </IconButton>
    </nav>
  )
}
