import { CircleCheck, CircleX, Clock, type LucideIcon } from 'lucide-react'
import type { SubscriptionStatus as Status } from '../../../../lib/protocol/subscription.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

const LOOKS: Readonly<Record<Status, { readonly Icon: LucideIcon; readonly look: string }>> = {
  confirmed: { Icon: CircleCheck, look: 'text-person' },
  pending: { Icon: Clock, look: 'text-waiting' },
  ended: { Icon: CircleX, look: 'text-late' },
}

/** Says whether an address is confirmed. */
export function SubscriptionStatus({ status }: { status: Status }) {
  const { alerts } = useAdminTexts()
  const { Icon, look } = LOOKS[status]
  return (
    <span className={`inline-flex items-center gap-1.5 ${look}`}>
      <Icon size={18} aria-hidden="true" className="shrink-0" />
      {alerts.status[status]}
    </span>
  )
}
