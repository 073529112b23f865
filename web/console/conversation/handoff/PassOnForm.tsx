import { useState } from 'react'
import { useQueues } from '../../data/useQueues.ts'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Holding } from '../holding.ts'
import { ColleagueList } from './ColleagueList.tsx'
import type { Colleague } from './colleagues.ts'
import { QueueList } from './QueueList.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'
import { type ColleaguesState, useColleagues } from './useColleagues.ts'

/** The agent who gets a conversation, or the queue in which it waits. */
export type Target = { readonly to: string } | { readonly queue: string }

/** Asks which agent or queue gets the conversation, and why. */
export function PassOnForm({
  holding,
  onPassOn,
}: {
  holding: Holding
  /** `reason` is empty if the agent gave none. */
  onPassOn: (target: Target, reason: string) => void
}) {
  const texts = useHandoffTexts()
  const colleagues = useColleagues(holding)
  const [target, setTarget] = useState<Target | undefined>(undefined)
  const [reason, setReason] = useState('')
  const now = 'queue' in holding ? holding.queue : undefined
  const queues = useQueues().filter(({ id }) => id !== now)
  const all = colleagues.status === 'ready' ? colleagues.all : []
  const agent = target && 'to' in target ? all.find(({ id }) => id === target.to) : undefined
  const queue = target && 'queue' in target ? queues.find(({ id }) => id === target.queue) : undefined
  const isOffered = all.length + queues.length > 0
  // A conversation that waits is assigned without a reason.
  const hasReason = isOffered && (holding.by !== 'nobody' || queue !== undefined)
  return (
    <DialogForm
      title={texts.passOn.title}
      submit={isOffered ? texts.passOn.submit : undefined}
      canSubmit={agent !== undefined || queue !== undefined}
      onSubmit={() => target && onPassOn(target, hasReason ? reason.trim() : '')}
    >
      <Colleagues colleagues={colleagues} chosen={agent} onChoose={to => setTarget({ to })} />
      {queues.length > 0 && <QueueList all={queues} chosenId={queue?.id} onChoose={id => setTarget({ queue: id })} />}
      {hasReason && <ReasonField value={reason} isOptional onChange={setReason} />}
    </DialogForm>
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
