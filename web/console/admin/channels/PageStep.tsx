import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { ChannelFields } from './ChannelFields.tsx'
import { ChoiceField, TextField } from './Field.tsx'
import { NameField } from './NameField.tsx'
import { type ChannelForm, TAKEN } from './useChannelForm.ts'

/** The fields of a page's channel. */
export function PageStep({ form }: { form: ChannelForm }) {
  const { channels } = useAdminTexts()
  const { page, wrong } = channels
  const text = (field: 'pageId' | 'pageToken' | 'personaPicture', ifEmpty: '' | undefined = '') => ({
    value: String(form.values[field] ?? ''),
    problem: form.isTouched(field) && form.problems.has(field) ? wrong[field] : undefined,
    onChange: (value: string) => form.set(field, value.trim() || ifEmpty),
  })
  const taken = form.problems.has(TAKEN) ? { problem: wrong.accountTaken } : {}
  const choice = <Field extends 'elsewhere' | 'threadControl' | 'agentName' | 'typing'>(field: Field) => ({
    label: page[field].label,
    // A stored channel may be older than the field.
    value: form.values[field] ?? (field === 'typing' ? 'agents' : undefined),
    onChange: (option: string) => form.set(field, option),
  })
  const { elsewhere, threadControl, agentName, typing } = page
  return (
    <ChannelFields form={form}>
      <p className="max-w-160 text-text-2">{page.about}</p>
      {form.isNew && <NameField form={form} />}
      <TextField label={page.id} about={page.idAbout} {...text('pageId')} {...taken} />
      <TextField label={page.token} about={form.isNew ? page.tokenAbout : page.tokenKept} {...text('pageToken')} />
      <ChoiceField
        {...choice('elsewhere')}
        options={[
          { option: 'pause', label: elsewhere.pause, about: elsewhere.pauseAbout },
          { option: 'log', label: elsewhere.log, about: elsewhere.logAbout },
          { option: 'ignore', label: elsewhere.ignore, about: elsewhere.ignoreAbout },
        ]}
      />
      <ChoiceField
        {...choice('threadControl')}
        options={[
          { option: 'ignore', label: threadControl.ignore, about: threadControl.ignoreAbout },
          { option: 'follow', label: threadControl.follow, about: threadControl.followAbout },
        ]}
      />
      <ChoiceField
        {...choice('agentName')}
        options={[
          { option: 'hide', label: agentName.hide, about: agentName.hideAbout },
          { option: 'show', label: agentName.show, about: agentName.showAbout },
          { option: 'persona', label: agentName.persona, about: agentName.personaAbout },
        ]}
      />
      {form.values.agentName === 'persona' && (
        <TextField label={page.picture} about={page.pictureAbout} {...text('personaPicture', undefined)} />
      )}
      <ChoiceField
        {...choice('typing')}
        options={[
          { option: 'agents', label: typing.agents, about: typing.agentsAbout },
          { option: 'all', label: typing.all, about: typing.allAbout },
          { option: 'none', label: typing.none, about: typing.noneAbout },
        ]}
      />
    </ChannelFields>
  )
}
