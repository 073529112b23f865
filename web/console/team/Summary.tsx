import type { BotAgent } from '../../../lib/protocol/agents.ts'
import { useTeamTexts } from './texts/useTeamTexts.ts'

/** Says in one line how many agents are there, and how many conversations they have. */
export function Summary({ agents }: { agents: readonly BotAgent[] }) {
  const { summary } = useTeamTexts()
  const { online = [], away = [] } = Object.groupBy(agents, ({ status }) => status)
  const held = agents.reduce((sum, { load }) => sum + load, 0)
  return (
    <p className="flex flex-wrap gap-x-4 text-text-2 tabular-nums">
      <span>{summary.online(online.length)}</span>
      {away.length > 0 && <span>{summary.away(away.length)}</span>}
      <span>{summary.held(held)}</span>
    </p>
  )
}
