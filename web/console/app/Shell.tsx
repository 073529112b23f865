import { createElement, lazy, Suspense, useState } from 'react'
import { useAction } from '../actions/useAction.ts'
import { useShortcuts } from '../actions/useShortcuts.ts'
import { useAttention } from '../attention/useAttention.ts'
import { Conversation } from '../conversation/Conversation.tsx'
import { Inbox } from '../inbox/Inbox.tsx'
import { Profile } from '../profile/Profile.tsx'
import { useSettings } from '../settings/useSettings.ts'
import type { Session } from '../sign-in/session.ts'
import { useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ConnectionBar } from './ConnectionBar.tsx'
import type { Dialog } from './dialogs.ts'
import { PausedBanner } from './PausedBanner.tsx'
import type { BotPage, Place } from './paths.ts'
import { Rail } from './Rail.tsx'

/** Each page loads when it is first opened. */
const PAGES = {
  bot: lazy(async () => ({ default: (await import('../admin/SetupPage.tsx')).SetupPage })),
  team: lazy(async () => ({ default: (await import('../team/TeamPage.tsx')).TeamPage })),
  reports: lazy(async () => ({ default: (await import('../reports/ReportsPage.tsx')).ReportsPage })),
  steps: lazy(async () => ({ default: (await import('../steps/FirstSteps.tsx')).FirstSteps })),
} as const satisfies Record<BotPage, unknown>

/** Loads with the first conversation. */
const MacroToast = lazy(async () => ({ default: (await import('../macros/MacroToast.tsx')).MacroToast }))

/** Dialogs load when they are first opened. */
const Palette = lazy(async () => ({ default: (await import('../actions/Palette.tsx')).Palette }))
const KeyList = lazy(async () => ({ default: (await import('../actions/KeyList.tsx')).KeyList }))
const SettingsDialog = lazy(async () => ({ default: (await import('../settings/SettingsDialog.tsx')).SettingsDialog }))

/** The layout of a bot's pages: rail, inbox, conversation and profile. Narrow screens show one of them at a time. */
export function Shell({ session, place }: { session: Session; place: Extract<Place, { readonly botId: string }> }) {
  const { app, log, palette } = useTexts()
  const { singleKeys } = useSettings()
  const [dialog, setDialog] = useState<Dialog>()
  const [isProfileOpen, setProfileOpen] = useState(false)
  const [loaded, setLoaded] = useState<ReadonlySet<Dialog>>(new Set())
  const show = (wanted: Dialog) => {
    setLoaded(known => new Set(known).add(wanted))
    setDialog(wanted)
  }
  const close = () => setDialog(undefined)
  useShortcuts(singleKeys)
  useAttention()
  useAction('palette', palette.open, { key: 'k', mod: true }, () => show('palette'))
  useAction('keys', palette.showKeys, { key: '?' }, () => show('keys'))
  useAction('settings', palette.showSettings, undefined, () => show('settings'))
  const opened = place.page === 'inbox' ? place.session : undefined
  const [hasOpened, setHasOpened] = useState(false)
  if (opened !== undefined && !hasOpened) setHasOpened(true)
  return (
    <div
      data-pane={place.page === 'inbox' && opened === undefined ? 'inbox' : 'conversation'}
      className="group/shell flex h-dvh flex-col overflow-hidden"
    >
      <ConnectionBar session={session} />
      <PausedBanner />
      <div className="flex min-h-0 flex-1 max-shell:flex-col-reverse">
        <Rail place={place} onPalette={() => show('palette')} onSettings={() => show('settings')} />
        <main className="flex min-h-0 min-w-0 flex-1">
          {place.page === 'inbox' && (
            <>
              <h1 className="sr-only">{app.name}</h1>
              <div className="min-h-0 shrink-0 border-line max-shell:flex-1 max-shell:group-data-[pane=conversation]/shell:hidden shell:w-85 shell:border-e">
                <Inbox place={place} />
              </div>
            </>
          )}
          <div className="flex min-h-0 min-w-0 flex-1 flex-col max-shell:group-data-[pane=inbox]/shell:hidden">
            {place.page !== 'inbox' ? (
              <Suspense>{createElement(PAGES[place.page])}</Suspense>
            ) : opened === undefined ? (
              <EmptyState title={log.choose} />
            ) : (
              <Conversation
                key={opened}
                session={opened}
                place={place}
                onShowProfile={() => setProfileOpen(isOpen => !isOpen)}
              />
            )}
          </div>
        </main>
        {opened !== undefined && (
          <Profile session={opened} isSheetOpen={isProfileOpen} onClose={() => setProfileOpen(false)} />
        )}
      </div>
      {/* A macro that waits does not depend on the conversation that is open. */}
      <Suspense>{hasOpened && <MacroToast />}</Suspense>
      <Suspense>
        {loaded.has('palette') && <Palette isOpen={dialog === 'palette'} onClose={close} />}
        {loaded.has('keys') && <KeyList isOpen={dialog === 'keys'} onClose={close} />}
        {loaded.has('settings') && <SettingsDialog isOpen={dialog === 'settings'} onClose={close} session={session} />}
      </Suspense>
    </div>
  )
}
