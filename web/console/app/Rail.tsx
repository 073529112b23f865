import { Bot as BotIcon, ChartColumn, Command, Inbox, type LucideIcon, Settings, Users } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { supervises } from '../../../lib/protocol/roles.ts'
import { useMe } from '../data/useMe.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { type Place, pathOf, VIEWS } from './paths.ts'
import { RAIL_LINK } from './railLink.ts'

/** They load after the first page: nobody needs them at once. */
const StepsLink = lazy(async () => ({ default: (await import('../steps/StepsLink.tsx')).StepsLink }))
const Bell = lazy(async () => ({ default: (await import('../notifications/Bell.tsx')).Bell }))
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
  const isAdmin = me?.isAdmin === true
  const isSupervisor = me !== undefined && supervises(me.roles, place.botId)
  return (
    <nav
      aria-label={app.name}
      className="flex shrink-0 items-center gap-1 border-line bg-sunken p-2 max-shell:justify-around max-shell:gap-0 max-shell:px-1 max-shell:border-t shell:w-14 shell:flex-col shell:border-e"
    >
      <RailLink
        to={pathOf({ page: 'inbox', botId: place.botId, view: VIEWS[0] })}
        label={inbox.label}
        isHere={place.page === 'inbox'}
        Icon={Inbox}
      />
      {isSupervisor && (
        <RailLink
          to={pathOf({ page: 'team', botId: place.botId })}
          label={app.team}
          isHere={place.page === 'team'}
          Icon={Users}
        />
      )}
      {isSupervisor && (
        <RailLink
          to={pathOf({ page: 'reports', botId: place.botId })}
          label={app.reports}
          isHere={place.page === 'reports'}
          Icon={ChartColumn}
        />
      )}
      {isAdmin && (
        <RailLink
          to={pathOf({ page: 'bot', botId: place.botId })}
          label={admin.open}
          isHere={place.page === 'bot'}
          Icon={BotIcon}
        />
      )}
      {isAdmin && (
        <Suspense>
          <StepsLink isHere={place.page === 'steps'} />
        </Suspense>
      )}
      <span className="flex-1 max-shell:hidden" />
      <Suspense fallback={<span className="size-8 pointer-coarse:size-11" />}>
        <StatusMenu />
      </Suspense>
      <Suspense fallback={<span className="size-9 pointer-coarse:size-11" />}>
        <Bell />
      </Suspense>
      {/* A narrow screen has no room for it, and seldom a keyboard. */}
      <IconButton label={palette.open} onClick={onPalette} className="max-shell:hidden">
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
    <Link to={to} aria-label={label} title={label} aria-current={isHere ? 'page' : undefined} className={RAIL_LINK}>
      <Icon size={18} aria-hidden="true" />
    </Link>
  )
}
