import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { TextField } from './Field.tsx'
import { type ChannelForm, NAME, TAKEN } from './useChannelForm.ts'

/** The name of a new channel. */
export function NameField({ form }: { form: ChannelForm }) {
  const { channels } = useAdminTexts()
  const wrong = form.isTouched(NAME) ? form.problems.get(NAME) : undefined
  return (
    <TextField
      label={channels.name}
      about={channels.nameAbout}
      value={form.name}
      problem={wrong === undefined ? undefined : wrong === TAKEN ? channels.wrong.nameTaken : channels.wrong.name}
      onChange={form.rename}
    />
  )
}
