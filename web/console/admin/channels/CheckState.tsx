import { CircleCheck, CircleQuestionMark, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ChannelCheck } from '../../../../lib/protocol/channel-check.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { ChecksState } from './useChecks.ts'
import { stateOf } from './words.ts'

const LOOKS: Readonly<Record<ChannelCheck['status'], { readonly Icon: LucideIcon; readonly look: string }>> = {
  ok: { Icon: CircleCheck, look: 'text-person' },
  wrong: { Icon: TriangleAlert, look: 'text-late' },
  unknown: { Icon: CircleQuestionMark, look: 'text-waiting' },
}

/** The icon of a check's outcome. Its text stands beside it. */
export function CheckIcon({ status }: { status: ChannelCheck['status'] }) {
  const { Icon, look } = LOOKS[status]
  return <Icon size={18} aria-hidden="true" className={`shrink-0 ${look}`} />
}

/** Says in few words how a channel does. Shows nothing for a channel without checks. */
export function CheckState({ state, isBusy }: { state: ChecksState; isBusy: boolean }) {
  const { channels } = useAdminTexts()
  if (isBusy || state.status === 'checking') return <span className="text-text-2">{channels.state.checking}</span>
  if (state.status === 'failed') return <span className="text-waiting">{channels.state.failed}</span>
  const status = stateOf(state.checks)
  if (status === undefined) return null
  const wrong = state.checks.filter(check => check.status === 'wrong').length
  return (
    <span className={`inline-flex items-center gap-1.5 ${LOOKS[status].look}`}>
      <CheckIcon status={status} />
      {status === 'wrong' ? channels.state.wrong(wrong) : channels.state[status]}
    </span>
  )
}
