import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CheckList } from './CheckList.tsx'
import { SubscribeButton } from './SubscribeButton.tsx'
import { useChecks } from './useChecks.ts'

/** Subscribes the app to the page, and shows the checks of the channel. */
export function SubscriptionStep({ name }: { name: string }) {
  const { subscription } = useAdminTexts().channels
  const checks = useChecks(name)
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-160 text-text-2">{subscription.about}</p>
      <SubscribeButton checks={checks} part="subscription" label={subscription.subscribe} />
      <CheckList checks={checks} />
    </div>
  )
}
