import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { notSavedBy, notSavedText } from '../not-saved.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type BotSetup, isStale } from '../useBotSetup.ts'

/** Asks before a channel is removed. The safe answer has the focus. */
export function RemoveQuestion({
  setup,
  name,
  onRemoved,
  onKeep,
}: {
  setup: BotSetup
  name: string
  onRemoved: () => void
  onKeep: () => void
}) {
  const admin = useAdminTexts()
  const texts = useTexts()
  const keep = useRef<HTMLButtonElement | null>(null)
  const remove = useMutation({ mutationFn: () => setup.saveChannel(name, undefined), onSuccess: onRemoved })
  useEffect(() => keep.current?.focus(), [])
  const { error } = remove
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-note-ground p-3">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {admin.channels.removeQuestion(name)}
        {error !== null && (
          <span className="block text-late">
            {isStale(error) ? admin.channels.stale : notSavedText(notSavedBy(error), admin, texts)}
          </span>
        )}
      </span>
      <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {admin.remove}
      </Button>
      <Button ref={keep} onClick={onKeep}>
        {admin.channels.keep}
      </Button>
    </div>
  )
}
