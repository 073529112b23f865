import { useState } from 'react'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { AgentRow } from './AgentRow.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'

/** Lists the agents: those who are online first. Agents who are offline and have nothing are hidden at first. */
export function AgentList({ agents }: { agents: readonly BotAgent[] }) {
  const texts = useTeamTexts()
  const [showsAll, setShowsAll] = useState(false)
  const { present = [], gone = [] } = Object.groupBy(agents, ({ status, load }) =>
    status === 'offline' && load === 0 ? 'gone' : 'present',
  )
  const sorted = present.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))
  if (agents.length === 0) return <EmptyState title={texts.noAgents} more={texts.noAgentsMore} />
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4">
      <ul>
        {[...sorted, ...(showsAll ? gone : [])].map(agent => (
          <AgentRow key={agent.id} agent={agent} />
        ))}
      </ul>
      {gone.length > 0 && (
        <Button kind="quiet" className="mx-3 mt-2" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? texts.hideOffline : texts.showOffline(gone.length)}
        </Button>
      )}
    </div>
  )
}

const ORDER = ['online', 'away', 'offline'] as const satisfies readonly BotAgent['status'][]
