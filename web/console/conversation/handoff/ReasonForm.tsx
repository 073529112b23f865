import { useState } from 'react'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { ReasonField } from './ReasonField.tsx'
import type { HandoffTexts } from './texts/en.ts'

/** Asks for a reason alone. */
export function ReasonForm({
  texts: { title, more, submit },
  isOptional,
  onSubmit,
}: {
  texts: HandoffTexts['putBack' | 'decline']
  isOptional: boolean
  /** `reason` has no spaces around it; it is empty if the agent gave none. */
  onSubmit: (reason: string) => void
}) {
  const [reason, setReason] = useState('')
  const words = reason.trim()
  return (
    <DialogForm title={title} submit={submit} canSubmit={isOptional || words !== ''} onSubmit={() => onSubmit(words)}>
      <p className="text-text-2">{more}</p>
      <ReasonField value={reason} isOptional={isOptional} onChange={setReason} />
    </DialogForm>
  )
}
