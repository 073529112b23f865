import { defined } from '../defined.ts'
import type { AgentStore } from '../ports/agents.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { Availability } from '../protocol/routes/availability.ts'
import { MAX_COUNT } from '../protocol/wire.ts'
import { isOpen, nextOpening } from '../session/hours.ts'
import { forQueue, type Policy } from '../session/policy.ts'
import { mustHaveQueue } from '../session/queues.ts'
import type { Episode, Instant } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { agentsOf } from './agents-of.ts'

/** How many of the bot's newest episodes are read for the expected wait. */
const MAX_EPISODES = 50
/** How many of their waits count, the newest first. */
const MAX_WAITS = 20

interface Ports {
  readonly store: Pick<SessionStore, 'count' | 'handoffs'> & AgentStore
}

/**
 * Says whether people answer for a queue, or for the whole bot, and how long users wait. Reads a page of episodes and the
 * count of one list, however many conversations wait. Throws `queue.not_found`.
 */
export async function availability(
  { store }: Ports,
  { botId, queue }: { readonly botId: string; readonly queue?: string },
  policy: Policy,
  now: Instant,
): Promise<Availability> {
  mustHaveQueue(policy, queue)
  const own = forQueue(policy, queue)
  const { hours } = own
  const open = !hours || isOpen(hours, now)
  const opensAt = hours && !open ? nextOpening(hours, now) : undefined
  const [agents, waiting, { items }] = await Promise.all([
    agentsOf(store, botId, now, own),
    store.count({ status: 'pending', botId, most: MAX_COUNT, ...defined({ queue }) }),
    store.handoffs({ botId, limit: MAX_EPISODES }),
  ])
  return {
    ...defined({ queue }),
    open,
    ...(opensAt !== undefined && { opensAt: isoTime(opensAt) }),
    online: agents.filter(({ status }) => status === 'online').length,
    waiting,
    ...defined({ expectedWaitSeconds: expectedWait(items, queue) }),
  }
}

/** The median of the newest waits that an agent ended, in seconds. Without a queue, those of all queues count. */
function expectedWait(newest: readonly Episode[], queue: string | undefined): number | undefined {
  const waits = newest
    .filter(episode => (queue === undefined || episode.queue === queue) && episode.by.type !== 'agent')
    .flatMap(({ startedAt, assignedAt }) => (assignedAt === undefined ? [] : [assignedAt - startedAt]))
    .slice(0, MAX_WAITS)
    .sort((a, b) => a - b)
  const median = waits[Math.floor(waits.length / 2)]
  return median === undefined ? undefined : Math.ceil(median / 1000)
}
