import type { CheckName } from '../../../../lib/protocol/channel-check.ts'
import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { Checks } from './useChecks.ts'

/** Asks the platform to send its events here. Stands out if the check `part` says that it does not. */
export function SubscribeButton({ checks, part, label }: { checks: Checks; part: CheckName; label: string }) {
  const { subscription } = useAdminTexts().channels
  const { state, isBusy, subscribe, subscribing } = checks
  const isNeeded =
    state.status === 'checked' && state.checks.some(({ name, status }) => name === part && status === 'wrong')
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button kind={isNeeded ? 'primary' : 'plain'} disabled={isBusy} onClick={subscribe}>
        {subscribing === 'pending' ? subscription.subscribing : label}
      </Button>
      <span role="status" className="text-late">
        {subscribing === 'error' ? subscription.failed : ''}
      </span>
    </div>
  )
}
