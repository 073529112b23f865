import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CheckList } from './CheckList.tsx'
import { useChecks } from './useChecks.ts'

/** Subscribes the app to the page, and shows the checks of the channel. */
export function SubscriptionStep({ name }: { name: string }) {
  const { channels } = useAdminTexts()
  const { subscription } = channels
  const checks = useChecks(name)
  const isNeeded =
    checks.state.status === 'checked' &&
    checks.state.checks.some(check => check.name === 'subscription' && check.status === 'wrong')
  const isPending = checks.subscribing === 'pending'
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-160 text-text-2">{subscription.about}</p>
      <div className="flex flex-wrap items-center gap-3">
        <Button kind={isNeeded ? 'primary' : 'plain'} disabled={checks.isBusy} onClick={checks.subscribe}>
          {isPending ? subscription.subscribing : subscription.subscribe}
        </Button>
        <span role="status" className="text-late">
          {checks.subscribing === 'error' ? subscription.failed : ''}
        </span>
      </div>
      <CheckList checks={checks} />
    </div>
  )
}
