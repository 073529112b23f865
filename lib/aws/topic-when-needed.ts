import type { AlertTopic } from '../ports/subscriptions.ts'
import type { Env } from './env.ts'
import { withinTime } from './limits.ts'

/**
 * The subscriptions to the deployment's topic. Reads the code of SNS with the first use: admins change subscriptions
 * rarely, and a start does not need it (ADR 37).
 */
export function topicWhenNeeded(env: Env): AlertTopic {
  let opened: Promise<AlertTopic> | undefined
  const topic = async () => {
    opened ??= import('./topic.ts').then(({ openTopic }) =>
      openTopic({ maxAttempts: 2, requestHandler: withinTime() }, env.TOPIC_ARN),
    )
    return await opened
  }
  return {
    subscribe: async wanted => await (await topic()).subscribe(wanted),
    read: async id => await (await topic()).read(id),
    setScope: async (id, scope) => await (await topic()).setScope(id, scope),
    remove: async id => await (await topic()).remove(id),
  }
}
