// Keep this import first: zod reads the setting when a schema is created, at import.
import '../data/no-eval.ts'

import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import { Link } from 'wouter'
import { pathOf } from '../app/paths.ts'
import { useServer } from '../data/server.ts'
import { useStepLabel } from '../steps/texts/label.ts'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { AlertsTab } from './alerts/AlertsTab.tsx'
import { ConfigEditor } from './ConfigEditor.tsx'
import { ChannelsTab } from './channels/ChannelsTab.tsx'
import { Embed } from './Embed.tsx'
import { Keys } from './Keys.tsx'
import { SetupSkeleton } from './SetupSkeleton.tsx'
import { TABS, type Tab } from './tabs.ts'
import { useAdminTexts } from './texts/useAdminTexts.ts'
import { type BotSetup, useBotSetup } from './useBotSetup.ts'

/**
 * Shows the setup of a bot to admins: its configuration, its channels, the addresses for its alerts,
 * its keys, and how to embed its widget.
 */
export function SetupPage() {
  const admin = useAdminTexts()
  const steps = useStepLabel()
  const { botId } = useServer()
  const setup = useBotSetup()
  return (
    <div className="h-full scroll-pb-28 overflow-y-auto px-4 pt-4 shell:px-6 shell:pt-6">
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <h1 className="font-medium text-title">
          {admin.label} · <bdi>{botId}</bdi>
        </h1>
        <Link to={pathOf({ page: 'steps', botId })} className={buttonClasses('quiet')}>
          {steps}
        </Link>
      </div>
      <Parts setup={setup} />
    </div>
  )
}

function Parts({ setup }: { setup: BotSetup }) {
  const admin = useAdminTexts()
  const { app } = useTexts()
  const [tab, setTab] = useState<Tab>('config')
  // Later, the panel keeps what is typed in it while another tab is shown.
  const [hasShownChannels, setShownChannels] = useState(false)
  const turnTo = (next: Tab) => {
    setTab(next)
    if (next === 'channels') setShownChannels(true)
  }
  switch (setup.status) {
    case 'loading':
      return <SetupSkeleton label={app.loading} />
    case 'forbidden':
      return <EmptyState title={admin.forbidden} />
    case 'failed':
      return <FailedState error={setup.error} onRetry={setup.reload} />
    case 'ready':
      return (
        <Tabs.Root value={tab} onValueChange={turnTo}>
          <Tabs.List className="flex flex-wrap border-line border-b shell:gap-1">
            {TABS.map(tab => (
              <Tabs.Tab
                key={tab}
                value={tab}
                className="min-h-9 border-transparent border-b-2 px-1.5 text-text-2 data-[active]:border-accent data-[active]:text-text shell:px-3 pointer-coarse:min-h-11"
              >
                {admin.tabs[tab]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="config" className="pt-4">
            <ConfigEditor setup={setup} />
          </Tabs.Panel>
          <Tabs.Panel value="channels" keepMounted={hasShownChannels} className="pt-4">
            <ChannelsTab setup={setup} />
          </Tabs.Panel>
          <Tabs.Panel value="alerts" className="pt-4">
            <AlertsTab />
          </Tabs.Panel>
          <Tabs.Panel value="keys" className="pt-4">
            <Keys />
          </Tabs.Panel>
          <Tabs.Panel value="widget" className="pt-4">
            <Embed />
          </Tabs.Panel>
        </Tabs.Root>
      )
    default:
      return setup.status satisfies never
  }
}
