import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AlertSubscription } from '../../../../lib/protocol/subscription.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { CARD, Modal } from '../../ui/Modal.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AlertsSkeleton } from './AlertsSkeleton.tsx'
import { alertProblem } from './problem.ts'
import { RemoveSubscription } from './RemoveSubscription.tsx'
import { SubscriptionForm } from './SubscriptionForm.tsx'
import { SubscriptionRow } from './SubscriptionRow.tsx'
import { type Subscriptions, useSubscriptions } from './useSubscriptions.ts'

type Asked = { readonly what: 'add' } | { readonly what: 'change' | 'remove'; readonly subscription: AlertSubscription }

/** Lists the addresses that get the alerts of a bot, and changes them. */
export function AlertsTab() {
  const { alerts } = useAdminTexts()
  const texts = useTexts()
  const subscriptions = useSubscriptions()
  const [asked, setAsked] = useState<Asked>()
  const [said, setSaid] = useState('')
  const top = useRef<HTMLDivElement | null>(null)
  const askAgain = useMutation({
    mutationFn: ({ protocol, endpoint, filter = {} }: AlertSubscription) =>
      subscriptions.subscribe({ protocol, endpoint, filter }),
    onSuccess: ({ endpoint }) => setSaid(alerts.said.asked(endpoint)),
    onError: error => setSaid(alertProblem(error, alerts, texts)),
  })
  const ask = (next: Asked) => {
    setSaid('')
    setAsked(next)
  }
  const saved = ({ endpoint, status }: AlertSubscription) => {
    setSaid(
      asked?.what === 'change'
        ? alerts.said.changed
        : status === 'pending'
          ? alerts.said.asked(endpoint)
          : alerts.said.added(endpoint),
    )
    setAsked(undefined)
  }
  const isForm = asked?.what === 'add' || asked?.what === 'change'
  return (
    <div className="flex max-w-240 flex-col gap-4 pb-8">
      <div ref={top} tabIndex={-1} className="flex flex-col gap-1">
        <p className="text-text-2">
          {alerts.about} {alerts.outside}
        </p>
        <span role="status" className="wrap-anywhere text-text-2">
          {said}
        </span>
      </div>
      <List
        subscriptions={subscriptions}
        asked={asked?.what === 'remove' ? asked.subscription.id : undefined}
        isBusy={askAgain.isPending}
        onAskAgain={askAgain.mutate}
        onAsk={ask}
        onAnswered={removed => {
          setAsked(undefined)
          if (removed !== undefined) setSaid(alerts.said.removed(removed.endpoint))
          top.current?.focus()
        }}
      />
      {subscriptions.state.status === 'ready' && (
        <Button className="self-start" onClick={() => ask({ what: 'add' })}>
          {alerts.add}
        </Button>
      )}
      <Modal
        isOpen={isForm}
        onClose={() => setAsked(undefined)}
        className={`${CARD} top-1/2 flex max-h-9/10 max-w-140 -translate-y-1/2 flex-col p-4`}
      >
        {isForm && (
          <SubscriptionForm
            subscriptions={subscriptions}
            of={asked.what === 'change' ? asked.subscription : undefined}
            onDone={saved}
          />
        )}
      </Modal>
    </div>
  )
}

function List({
  subscriptions,
  asked,
  isBusy,
  onAskAgain,
  onAsk,
  onAnswered,
}: {
  subscriptions: Subscriptions
  /** The id of the one that is asked about. */
  asked: string | undefined
  isBusy: boolean
  onAskAgain: (subscription: AlertSubscription) => void
  onAsk: (asked: Asked) => void
  onAnswered: (removed: AlertSubscription | undefined) => void
}) {
  const { alerts } = useAdminTexts()
  const { state } = subscriptions
  switch (state.status) {
    case 'loading':
      return <AlertsSkeleton label={alerts.loading} />
    case 'failed':
      return <FailedState error={state.error} onRetry={subscriptions.retry} />
    case 'ready':
      if (state.all.length === 0) return <p className="text-title text-text-2">{alerts.empty}</p>
      return (
        <ul aria-label={alerts.list}>
          {state.all.map(subscription => (
            <SubscriptionRow
              key={subscription.id}
              subscription={subscription}
              isBusy={isBusy}
              onAskAgain={() => onAskAgain(subscription)}
              onChange={() => onAsk({ what: 'change', subscription })}
              onRemove={() => onAsk({ what: 'remove', subscription })}
            >
              {asked === subscription.id && (
                <RemoveSubscription
                  subscription={subscription}
                  subscriptions={subscriptions}
                  onRemoved={() => onAnswered(subscription)}
                  onKeep={() => onAnswered(undefined)}
                />
              )}
            </SubscriptionRow>
          ))}
        </ul>
      )
    default:
      return state satisfies never
  }
}
