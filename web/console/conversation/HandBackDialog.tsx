import { useState } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import { MAX_COMMENT_CHARS } from '../../../lib/protocol/wire.ts'
import { useTexts } from '../texts/useTexts.ts'
import { DialogForm } from '../ui/DialogForm.tsx'
import { CARD, Modal } from '../ui/Modal.tsx'
import { OUTCOMES, type Outcome } from './outcomes.ts'

/** Hands back with a comment for the bot. */
export function HandBackDialog({
  handle,
  isOpen,
  onOpenChange,
}: {
  handle: ConversationHandle
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const { control } = useTexts()
  const [outcome, setOutcome] = useState<Outcome>('resolved')
  const [comment, setComment] = useState('')
  const [carriesOn, setCarriesOn] = useState(false)
  const handBack = () => {
    const words = comment.trim()
    handle.unpause({ outcome, ...(words !== '' && { comment: words }), ...(carriesOn && { carryOn: true }) })
    setComment('')
    setCarriesOn(false)
    onOpenChange(false)
  }
  return (
    <Modal isOpen={isOpen} onClose={() => onOpenChange(false)} className={`${CARD} top-1/4 max-w-105 p-4`}>
      <DialogForm title={control.handBackTitle} submit={control.handBack} onSubmit={handBack}>
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">{control.outcome}</legend>
          {OUTCOMES.map(each => (
            <label key={each} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="radio"
                name="outcome"
                checked={each === outcome}
                onChange={() => setOutcome(each)}
                className="shrink-0 accent-accent"
              />
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium">{control[each]}</span>
                <span className="text-small text-text-2">{control[`${each}More`]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="flex flex-col gap-1">
          <span className="text-text-2">{control.comment}</span>
          <textarea
            value={comment}
            rows={3}
            dir="auto"
            maxLength={MAX_COMMENT_CHARS}
            onChange={event => setComment(event.target.value)}
            className="resize-none rounded-control border border-line-strong bg-ground px-3 py-2 text-log pointer-coarse:text-title"
          />
        </label>
        <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            checked={carriesOn}
            onChange={event => setCarriesOn(event.target.checked)}
            className="shrink-0 accent-accent"
          />
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{control.carryOn}</span>
            <span className="text-small text-text-2">{control.carryOnMore}</span>
          </span>
        </label>
      </DialogForm>
    </Modal>
  )
}
