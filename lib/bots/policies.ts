import { defined } from '../defined.ts'
import type { BotConfig } from '../protocol/config.ts'
import type { QueueConfig } from '../protocol/handoffs.ts'
import type { Policy, QueuePolicy } from '../session/policy.ts'
import { botIfAny } from './bot-if-any.ts'
import type { Directory } from './directory.ts'

/** Returns the policy for the conversations of a bot. */
export type PolicyOf = (botId: string) => Promise<Policy>

/**
 * Makes the policies of bots: the deployment's policy, changed by what the bot's configuration says. A bot that does not
 * exist has the deployment's policy, so that its old conversations still end.
 */
export function policiesOver(deployment: Policy, directory: Pick<Directory, 'bot'>): PolicyOf {
  const known = new WeakMap<BotConfig, Policy>()
  return async botId => {
    const config = (await botIfAny(directory, botId))?.config
    if (!config?.handoffs && !config?.events && !config?.reports && !config?.tags?.length) return deployment
    const policy = known.get(config) ?? policyOver(deployment, config)
    known.set(config, policy)
    return policy
  }
}

function policyOver(deployment: Policy, { handoffs, events, reports, tags = [] }: BotConfig): Policy {
  const reportZone = reports?.timeZone ?? deployment.reportZone
  const policy = { ...deployment, tags, sendsEvents: events !== undefined, reportZone }
  if (!handoffs) return policy
  const own = queuePolicy(handoffs)
  return {
    ...policy,
    ...own,
    ...defined({
      graceMs: ms(handoffs.graceSeconds),
      reviewMs: ms(handoffs.approveWithinSeconds),
      reviewThen: handoffs.whenNotApproved,
      carryOn: handoffs.carryOn,
    }),
    userTexts: { ...deployment.userTexts, ...own.userTexts },
    ...defined({ endCommands: handoffs.endCommands }),
    queues: Object.fromEntries(Object.entries(handoffs.queues).map(([id, queue]) => [id, queuePolicy(queue)])),
  }
}

const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)

function queuePolicy({
  claimWithinSeconds,
  idleAfterSeconds,
  idleWarningSeconds,
  hours,
  alerts,
  texts,
  rating,
  assignment,
  capacity,
  members,
}: Partial<QueueConfig>): Partial<QueuePolicy> {
  return defined({
    giveUpMs: ms(claimWithinSeconds),
    idleMs: ms(idleAfterSeconds),
    idleWarningMs: ms(idleWarningSeconds),
    hours,
    alerts: alerts?.map(({ afterSeconds, priority }) => ({ afterMs: afterSeconds * 1000, ...defined({ priority }) })),
    userTexts: texts,
    rating,
    assignment,
    capacity,
    members,
  })
}
