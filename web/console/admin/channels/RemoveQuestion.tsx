import { useMutation } from '@tanstack/react-query'
import { useTexts } from '../../texts/useTexts.ts'
import { AskRemoval } from '../AskRemoval.tsx'
import { notSavedBy, notSavedText } from '../not-saved.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type BotSetup, isStale } from '../useBotSetup.ts'

/** Asks before a channel is removed. */
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
  const remove = useMutation({ mutationFn: () => setup.saveChannel(name, undefined), onSuccess: onRemoved })
  const { error } = remove
  return (
    <AskRemoval
      question={admin.channels.removeQuestion(name)}
      keep={admin.channels.keep}
      failure={
        error === null
          ? undefined
          : isStale(error)
            ? admin.channels.stale
            : notSavedText(notSavedBy(error), admin, texts)
      }
      isBusy={remove.isPending}
      onRemove={() => remove.mutate()}
      onKeep={onKeep}
    />
  )
}
