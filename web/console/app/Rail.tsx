import { Bot as BotIcon, ChartColumn, Command, Inbox, type LucideIcon, Settings } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { supervises } from '../../../lib/protocol/roles.ts'
import { useMe } from '../data/useMe.ts'
import { Bell } from '../notifications/Bell.tsx'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { type Place, pathOf, VIEWS } from './paths.ts'

/** Loads after the first page: nobody needs it at once. */
const StatusMenu = lazy(async () => ({ default: (await import('../status/StatusMenu.tsx')).StatusMenu }))

/** The console's navigation: at the side, or at the bottom of a narrow screen. */
export function Rail({
  place,
  onPalette,
  onSettings,
}: {
  place: Extract<Place, { readonly botId: string }>
  onPalette: () => void
  onSettings: () => void
}) {
  const { admin, app, inbox, palette } = useTexts()
  const me = useMe()
  return (
    <nav
      aria-label={app.name}
      className="flex shrink-0 items-center gap-1 border-line bg-sunken p-2 max-shell:justify-around max-shell:border-t shell:w-14 shell:flex-col shell:border-e"
    >
      <RailLink
        to={pathOf({ page: 'inbox', botId: place.botId, view: VIEWS[0] })}
        label={inbox.label}
        isHere={place.page === 'inbox'}
        Icon={Inbox}
      />
      {me?.isAdmin === true && (
        <RailLink
          to={pathOf({ page: 'bot', botId: place.botId })}
          label={admin.open}
          isHere={place.page === 'bot'}
          Icon={BotIcon}
        />
      )}
      {me !== undefined && supervises(me.roles, place.botId) && (
        <RailLink
          to={pathOf({ page: 'reports', botId: place.botId })}
          label={app.reports}
          isHere={place.page === 'reports'}
          Icon={ChartColumn}
        />
      )}
      <span className="flex-1 max-shell:hidden" />
      <Suspense fallback={<span className="size-8 pointer-coarse:size-11" />}>
        <StatusMenu />
      </Suspense>
      <Bell />
      <IconButton label={palette.open} onClick={onPalette}>
        <Command size={18} aria-hidden="true" />
      </IconButton>
      <IconButton label={palette.showSettings} onClick={onSettings}>
        <Settings size={18} aria-hidden="true" />
      </IconButton>
    </nav>
  )
}

function RailLink({ to, label, isHere, Icon }: { to: string; label: string; isHere: boolean; Icon: LucideIcon }) {
  return (
    <Link
      to={to}
      aria-label={label}
      title={label}
      aria-current={isHere ? 'page' : undefined}
      className="inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-ground aria-[current]:bg-ground aria-[current]:text-text pointer-coarse:size-11"
    >
      <Icon size={18} aria-hidden="true" />
    </Link>
  )
}
