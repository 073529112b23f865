import { useQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { pathOf } from '../app/paths.ts'
import { RAIL_LINK } from '../app/railLink.ts'
import { useServer } from '../data/server.ts'
import { hide, useHidden } from './hidden.ts'
import { STEPS, stepsOf } from './steps.ts'
import { useStepLabel } from './texts/label.ts'
import { setupQuery } from './useFacts.ts'

/** Leads an admin to the first steps of a bot until they are done or hidden. */
export function StepsLink({ isHere }: { isHere: boolean }) {
  const label = useStepLabel()
  const { client, botId, agent } = useServer()
  const hidden = useHidden(botId)
  const { data } = useQuery({
    ...setupQuery(client.http, botId),
    enabled: hidden === undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const states = data && stepsOf({ ...data, trials: undefined, me: agent.id })
  // A trial call to the bot is for the page itself.
  const isAllDone = states !== undefined && STEPS.every(name => states[name] !== 'open')
  useEffect(() => {
    if (isAllDone && !isHere) hide(botId, 'done')
  }, [isAllDone, isHere, botId])
  const isShown = isHere || (hidden === undefined && states !== undefined && !isAllDone)
  if (!isShown) return null
  return (
    <Link
      to={pathOf({ page: 'steps', botId })}
      aria-label={label}
      title={label}
      aria-current={isHere ? 'page' : undefined}
      className={RAIL_LINK}
    >
      <ListChecks size={18} aria-hidden="true" />
    </Link>
  )
}
