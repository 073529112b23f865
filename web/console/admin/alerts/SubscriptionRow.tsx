import type { ReactNode } from 'react'
import { ALERT_FIELDS, type AlertFilter, type AlertSubscription } from '../../../../lib/protocol/subscription.ts'
import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { SubscriptionStatus } from './SubscriptionStatus.tsx'
import type { AlertTexts } from './texts/en.ts'

const MORE = 'pt-1 text-small text-text-2'

/** An address in the list: which alerts it gets, and whether it is confirmed. */
export function SubscriptionRow({
  subscription,
  isBusy,
  onAskAgain,
  onChange,
  onRemove,
  children,
}: {
  subscription: AlertSubscription
  isBusy: boolean
  onAskAgain: () => void
  onChange: () => void
  onRemove: () => void
  children: ReactNode
}) {
  const admin = useAdminTexts()
  const { alerts } = admin
  const { protocol, endpoint, status, filter } = subscription
  return (
    <li className="flex flex-col gap-2 border-line border-t py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <span className="flex min-w-60 flex-1 flex-col pt-1.5">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <bdi className="wrap-anywhere font-medium">{endpoint}</bdi>
            <span className="text-text-2">{alerts.protocols[protocol]}</span>
          </span>
          {status !== 'ended' && <span className="wrap-anywhere text-text-2">{filterText(filter, alerts)}</span>}
          {status === 'pending' && <span className={MORE}>{alerts.pendingMore[protocol]}</span>}
          {status === 'ended' && <span className={MORE}>{alerts.endedMore}</span>}
        </span>
        <span className="flex min-h-8 items-center">
          <SubscriptionStatus status={status} />
        </span>
        <span className="flex flex-wrap gap-2">
          {status === 'pending' && filter !== undefined && (
            <Button aria-label={alerts.askAgainIt(endpoint)} disabled={isBusy} onClick={onAskAgain}>
              {alerts.askAgain}
            </Button>
          )}
          {status !== 'ended' && (
            <Button aria-label={alerts.changeIt(endpoint)} onClick={onChange}>
              {alerts.change}
            </Button>
          )}
          <Button kind="danger" aria-label={alerts.removeIt(endpoint)} onClick={onRemove}>
            {admin.remove}
          </Button>
        </span>
      </div>
      {children}
    </li>
  )
}

function filterText(filter: AlertFilter | undefined, alerts: AlertTexts): string {
  if (filter === undefined) return alerts.changedElsewhere
  const { priority, event } = filter
  const values: Readonly<Partial<Record<keyof AlertFilter, readonly string[]>>> = {
    ...filter,
    ...(priority && { priority: priority.map(each => alerts.priorities[each]) }),
    ...(event && { event: event.map(each => alerts.events[each]) }),
  }
  const parts = ALERT_FIELDS.flatMap(field => {
    const of = values[field]
    return of === undefined ? [] : [alerts.only(alerts.fields[field], of.join(', '))]
  })
  return parts.length === 0 ? alerts.every : parts.join(' · ')
}
