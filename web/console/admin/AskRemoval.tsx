import { useEffect, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/** Asks before something is removed. The safe answer has the focus. */
export function AskRemoval({
  question,
  keep,
  failure,
  isBusy,
  onRemove,
  onKeep,
}: {
  question: string
  keep: string
  /** Why it was not removed. */
  failure: string | undefined
  isBusy: boolean
  onRemove: () => void
  onKeep: () => void
}) {
  const admin = useAdminTexts()
  const safe = useRef<HTMLButtonElement | null>(null)
  useEffect(() => safe.current?.focus(), [])
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-note-ground p-3">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {question}
        {failure !== undefined && <span className="block text-late">{failure}</span>}
      </span>
      <Button kind="danger" disabled={isBusy} onClick={onRemove}>
        {admin.remove}
      </Button>
      <Button ref={safe} onClick={onKeep}>
        {keep}
      </Button>
    </div>
  )
}
