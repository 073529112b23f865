import { awsApp } from '../../lib/aws/app.ts'
import { alertTopic } from '../../lib/aws/notifier.ts'
import { runClock } from './clock.ts'

const app = awsApp('clock', { notifier: alertTopic })

/** Well within the function's 29 s: what is begun then comes to its end. */
const BUDGET_MS = 20_000

export const handler = async (): Promise<void> => {
  const { visited, failed } = await runClock(app, app.clock.now() + BUDGET_MS)
  if (visited > 0) app.log.info('deadlines', { visited, failed })
}
