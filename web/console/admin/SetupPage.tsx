import { Tabs } from '@base-ui/react/tabs'
import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { ConfigEditor } from './ConfigEditor.tsx'
import { Embed } from './Embed.tsx'
import { Keys } from './Keys.tsx'
import { SetupSkeleton } from './SetupSkeleton.tsx'
import { TABS } from './tabs.ts'
import { type BotSetup, useBotSetup } from './useBotSetup.ts'

/** Shows the setup of a bot to admins: its configuration, its keys, and how to embed its widget. */
export function SetupPage() {
  const { admin } = useTexts()
  const { botId } = useServer()
  const setup = useBotSetup()
  return (
    <div className="h-full scroll-pb-28 overflow-y-auto px-4 pt-4 shell:px-6 shell:pt-6">
      <h1 className="pb-4 font-medium text-title">
        {admin.label} · <bdi>{botId}</bdi>
      </h1>
      <Parts setup={setup} />
    </div>
  )
}

function Parts({ setup }: { setup: BotSetup }) {
  const { admin, app } = useTexts()
  switch (setup.status) {
    case 'loading':
      return <SetupSkeleton label={app.loading} />
    case 'forbidden':
      return <EmptyState title={admin.forbidden} />
    case 'failed':
      return <FailedState error={setup.error} onRetry={setup.reload} />
    case 'ready':
      return (
        <Tabs.Root defaultValue="config">
          <Tabs.List className="flex gap-1 border-line border-b">
            {TABS.map(tab => (
              <Tabs.Tab
                key={tab}
                value={tab}
                className="min-h-9 border-transparent border-b-2 px-3 text-text-2 data-[active]:border-accent data-[active]:text-text pointer-coarse:min-h-11"
              >
                {admin.tabs[tab]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="config" className="pt-4">
            <ConfigEditor setup={setup} />
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
