import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Http } from '../../../lib/client/index.ts'
import { readSetup, readTrials } from '../../../lib/doctor/read-bot.ts'
import { WEB_CHANNEL } from '../../../lib/protocol/wire.ts'
import { useServer } from '../data/server.ts'
import type { StepFacts } from './steps.ts'

/** Interval of the looks at what Interlude knows by itself: steps tick themselves. */
const EVERY_MS = 5_000

/** `error`: why the facts could not be read. The last known ones stay. */
export interface FactsState {
  readonly facts: StepFacts | undefined
  readonly error: Error | null
  /** Whether a check that the admin asked for is under way. */
  readonly isChecking: boolean
  /** Reads everything again, and calls the servers of the bot again. */
  readonly again: () => void
}

/** Reads how far the first steps are. Looks again every few seconds. Calls the bot only as its configuration changes. */
export function useFacts(): FactsState {
  const { client, botId, agent } = useServer()
  const setup = useQuery({ ...setupQuery(client.http, botId), refetchInterval: EVERY_MS })
  const version = setup.data?.setup.config.version
  const trials = useQuery({
    queryKey: ['steps', botId, 'trials', version],
    queryFn: async () => (setup.data ? await readTrials(client.http, setup.data.setup) : undefined),
    enabled: setup.data !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    facts: setup.data && { ...setup.data, trials: trials.data, me: agent.id },
    error: setup.error ?? trials.error,
    isChecking: trials.isFetching,
    again: () => {
      void setup.refetch()
      void trials.refetch()
    },
  }
}

/** Queries what Interlude knows by itself. */
export const setupQuery = (http: Http, botId: string) =>
  queryOptions({ queryKey: ['steps', botId, 'setup'], queryFn: async () => await readWithTalks(http, botId) })

async function readWithTalks(http: Http, botId: string) {
  const [setup, { items }] = await Promise.all([
    readSetup(http, botId),
    http.request('GET /api/v1/bots/{botId}/conversations', { path: { botId }, query: { view: 'all', limit: 100 } }),
  ])
  return { setup, hasTalked: items.some(({ channel }) => channel === WEB_CHANNEL) }
}
