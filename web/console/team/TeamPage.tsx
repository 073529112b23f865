import { supervises } from '../../../lib/protocol/roles.ts'
import { useServer } from '../data/server.ts'
import { useMe } from '../data/useMe.ts'
import { useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { AgentList } from './AgentList.tsx'
import { Summary } from './Summary.tsx'
import { TeamActions } from './TeamActions.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'
import { useTeam } from './useTeam.ts'
import { WaitingList } from './WaitingList.tsx'

/** Shows supervisors, live, who is online with which load, and who waits; lets them take, give, listen in and whisper. */
export function TeamPage() {
  const texts = useTeamTexts()
  const { app } = useTexts()
  const { botId } = useServer()
  const me = useMe()
  if (me !== undefined && supervises(me.roles, botId)) {
    return (
      <TeamActions>
        <Team />
      </TeamActions>
    )
  }
  return (
    <>
      <h1 className="sr-only">{texts.label}</h1>
      {me === undefined ? <SkeletonRows label={app.loading} /> : <EmptyState title={texts.forbidden} />}
    </>
  )
}

function Team() {
  const texts = useTeamTexts()
  const { app } = useTexts()
  const { botId } = useServer()
  const team = useTeam()
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b px-4 py-3 shell:px-6">
        <h1 className="font-medium text-title">
          {texts.label} · <bdi>{botId}</bdi>
        </h1>
        {team.status === 'ready' && <Summary agents={team.agents} />}
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-1 max-shell:auto-rows-max max-shell:overflow-y-auto shell:grid-cols-2">
        <section aria-labelledby="team-agents" className="flex min-h-0 flex-col border-line shell:border-e">
          <h2 id="team-agents" className="px-4 pt-4 pb-2 font-medium shell:px-6">
            {texts.agents}
          </h2>
          {team.status === 'loading' && <SkeletonRows label={app.loading} />}
          {team.status === 'failed' && <FailedState error={team.error} onRetry={team.retry} />}
          {team.status === 'ready' && <AgentList agents={team.agents} />}
        </section>
        <WaitingList />
      </div>
    </div>
  )
}
