import type { Priority } from '../protocol/control.ts'
import type { AlertSubscription } from '../protocol/subscription.ts'
import type { BotFacts } from './facts.ts'
import { type Finding, finding } from './findings.ts'
import { settingsOf } from './of-handoffs.ts'

const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent']

/** The number of alerts about one wait of a bot that configures none. */
const DEFAULT_STEPS = 4

/** Finds alerts that nobody gets. */
export function findInAlerts(facts: BotFacts): readonly Finding[] {
  const { botId, subscriptions } = facts
  if (subscriptions === undefined) return [finding('alerts.unavailable', {})]
  const living = subscriptions.filter(({ status }) => status !== 'ended')
  const nobody =
    living.length === 0
      ? [finding('alerts.nobody', {}, { command: `subscriptions add email <address> --bot ${botId}` })]
      : []
  return [...nobody, ...subscriptions.flatMap(each => ofSubscription(facts, each))]
}

function ofSubscription(facts: BotFacts, subscription: AlertSubscription): readonly Finding[] {
  const { id, endpoint, protocol, status } = subscription
  const { botId } = facts
  switch (status) {
    case 'pending': {
      const command = `subscriptions add ${protocol} ${endpoint} --bot ${botId}`
      return [finding('alerts.unconfirmed', { endpoint }, { command })]
    }
    case 'ended':
      return [finding('alerts.ended', { endpoint }, { command: `subscriptions remove ${id} --bot ${botId}` })]
    case 'confirmed':
      return ofFilter(facts, subscription)
    default:
      return status satisfies never
  }
}

/** Finds the fields of a filter that no alert can match. */
function ofFilter({ botId, config }: BotFacts, { id, endpoint, filter = {} }: AlertSubscription): readonly Finding[] {
  const mend = { command: `subscriptions remove ${id} --bot ${botId}` }
  const queues = Object.keys(config.handoffs?.queues ?? {})
  const all = settingsOf(config)
  const alerts = all.map(({ all }) => all.alerts)
  const found: Finding[] = []
  // A conversation without a queue has the empty name, which no filter can contain.
  if (filter.queue?.every(queue => !queues.includes(queue)))
    found.push(finding('filter.queue', { endpoint, values: filter.queue.join(', ') }, mend))

  const least = Math.min(...leastPriorities(alerts))
  const wanted = Math.max(...(filter.priority ?? ['urgent']).map(priority => PRIORITIES.indexOf(priority)))
  if (wanted < least && Number.isFinite(least))
    found.push(
      finding(
        'filter.priority',
        { endpoint, values: (filter.priority ?? []).join(', '), least: PRIORITIES[least] ?? '' },
        mend,
      ),
    )

  const steps = Math.max(...(alerts.length === 0 ? [undefined] : alerts).map(each => each?.length ?? DEFAULT_STEPS))
  const isReminder = filter.event?.every(event => event === 'handoff.reminder') && steps <= 1
  if (isReminder || filter.step?.every(step => !isStep(step, steps)))
    found.push(
      finding(
        'filter.step',
        { endpoint, values: [...(filter.event ?? []), ...(filter.step ?? [])].join(', '), steps: String(steps) },
        mend,
      ),
    )
  return found
}

/** The least priority of each alert that may go out, as a place in the list of priorities. */
function leastPriorities(alerts: readonly (readonly { readonly priority?: Priority }[] | undefined)[]): number[] {
  const steps = alerts.flatMap(each => each ?? [{}])
  return [...steps, ...(alerts.length === 0 ? [{}] : [])].map(({ priority }: { readonly priority?: Priority }) =>
    priority === undefined ? 0 : PRIORITIES.indexOf(priority),
  )
}

const isStep = (step: string, steps: number) => /^[1-9]\d*$/.test(step) && Number(step) <= steps
