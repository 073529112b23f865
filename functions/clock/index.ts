import { awsFunction } from '../../lib/aws/function.ts'
import { alertTopic } from '../../lib/aws/notifier.ts'
import { runClock } from './clock.ts'

/** Leaves room within the function's 29 s for the conversation that is under way. */
const BUDGET_MS = 20_000

export const handler = awsFunction('clock', { notifier: alertTopic }, app => async (): Promise<void> => {
  const { visited, failed } = await runClock(app, app.clock.now() + BUDGET_MS)
  if (visited > 0) app.log.info('deadlines', { visited, failed })
})
