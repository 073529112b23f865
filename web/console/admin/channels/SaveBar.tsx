import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { notSavedText } from '../not-saved.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { ChannelForm } from './useChannelForm.ts'

/** Saves a channel, and says what became of it. */
export function SaveBar({ form }: { form: ChannelForm }) {
  const { channels } = useAdminTexts()
  return (
    <div className="flex flex-wrap items-center gap-3 py-2">
      <Button type="submit" kind="primary" disabled={form.saving.status === 'saving'}>
        {channels.save}
      </Button>
      <span role="status" className="flex min-w-0 flex-1 flex-col">
        <Outcome form={form} />
        {form.conflict !== undefined && (
          <span className="text-waiting">{form.conflict === 'gone' ? channels.staleGone : channels.staleChannel}</span>
        )}
      </span>
    </div>
  )
}

function Outcome({ form: { saving, problems, isTouched } }: { form: ChannelForm }) {
  const admin = useAdminTexts()
  const texts = useTexts()
  const wrong = [...problems.keys()].filter(isTouched).length
  const whole = problems.get('')
  if (whole !== undefined && wrong > 0) return <span className="text-late">{whole}</span>
  switch (saving.status) {
    case 'idle':
      return wrong > 0 ? <span className="text-late">{admin.channels.needed(wrong)}</span> : null
    case 'saving':
      return <span className="text-text-2">{admin.saving}</span>
    case 'saved':
      return <span className="text-text-2">{admin.channels.saved}</span>
    case 'stale':
      return <span className="text-waiting">{admin.channels.stale}</span>
    case 'failed':
      return <span className="text-late">{notSavedText(saving, admin, texts)}</span>
    default:
      return saving satisfies never
  }
}
