import { useMutation } from '@tanstack/react-query'
import type { AlertSubscription } from '../../../../lib/protocol/subscription.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { AskRemoval } from '../AskRemoval.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { alertProblem } from './problem.ts'
import type { Subscriptions } from './useSubscriptions.ts'

/** Asks before an address is removed. */
export function RemoveSubscription({
  subscription: { id, endpoint },
  subscriptions,
  onRemoved,
  onKeep,
}: {
  subscription: AlertSubscription
  subscriptions: Subscriptions
  onRemoved: () => void
  onKeep: () => void
}) {
  const { alerts } = useAdminTexts()
  const texts = useTexts()
  const remove = useMutation({ mutationFn: () => subscriptions.remove(id), onSuccess: onRemoved })
  return (
    <AskRemoval
      question={alerts.removeQuestion(endpoint)}
      keep={alerts.keep}
      failure={remove.error === null ? undefined : alertProblem(remove.error, alerts, texts)}
      isBusy={remove.isPending}
      onRemove={() => remove.mutate()}
      onKeep={onKeep}
    />
  )
}
