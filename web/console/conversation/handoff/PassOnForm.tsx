import { useState } from 'react'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Holding } from '../holding.ts'
import { ColleagueList } from './ColleagueList.tsx'
import type { Colleague } from './colleagues.ts'
import { HandoffFrame } from './HandoffFrame.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'
import { type ColleaguesState, useColleagues } from './useColleagues.ts'

/** Asks which agent gets the conversation, and why. */
export function PassOnForm({
  holding,
  onPassOn,
}: {
  holding: Holding
  /** `reason` is empty if the agent gave none. */
  onPassOn: (to: string, reason: string) => void
}) {
  const texts = useHandoffTexts()
  const colleagues = useColleagues(holding)
  const [chosenId, setChosenId] = useState<string>()
  const [reason, setReason] = useState('')
  const all = colleagues.status === 'ready' ? colleagues.all : []
  const chosen = all.find(({ id }) => id === chosenId)
  return (
    <HandoffFrame
      title={texts.passOn.title}
      submit={all.length > 0 ? texts.passOn.submit : undefined}
      canSubmit={chosen !== undefined}
      onSubmit={() => chosen && onPassOn(chosen.id, reason.trim())}
    >
      <Colleagues colleagues={colleagues} chosen={chosen} onChoose={setChosenId} />
      {/* A conversation that waits is assigned without a reason. */}
      {all.length > 0 && holding.by !== 'nobody' && <ReasonField value={reason} isOptional onChange={setReason} />}
    </HandoffFrame>
  )
}

function Colleagues({
  colleagues,
  chosen,
  onChoose,
}: {
  colleagues: ColleaguesState
  chosen: Colleague | undefined
  onChoose: (id: string) => void
}) {
  const texts = useHandoffTexts()
  switch (colleagues.status) {
    case 'loading':
      return <SkeletonRows label={texts.loading} rows={2} />
    case 'failed':
      return <FailedState error={colleagues.error} onRetry={colleagues.retry} />
    case 'ready':
      return colleagues.all.length === 0 ? (
        <EmptyState title={texts.nobody} more={texts.nobodyMore} />
      ) : (
        <ColleagueList all={colleagues.all} chosen={chosen} onChoose={onChoose} />
      )
    default:
      return colleagues satisfies never
  }
}
