import { InterludeError } from '../protocol/problem.ts'
import type { Policy } from './policy.ts'

/** Throws `queue.not_found` if the bot has no such queue. A missing one needs no check. */
export function mustHaveQueue(policy: Policy, queue: string | undefined): void {
  if (queue === undefined || Object.hasOwn(policy.queues, queue)) return
  throw new InterludeError('queue.not_found', `the bot has no queue "${queue}"`)
}

/** The queue that a bot names, if it exists. A bot is other software: its handoff must not fail because of it. */
export function queueIfKnown(policy: Policy, queue: string | undefined): string | undefined {
  return queue !== undefined && Object.hasOwn(policy.queues, queue) ? queue : undefined
}
