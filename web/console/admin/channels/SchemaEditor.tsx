import * as z from 'zod'
import { TelegramChannel, WebhookChannel } from '../../../../lib/protocol/channels.ts'
import { NamedInput } from '../FieldInput.tsx'
import { fieldsOf } from '../form.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { ChannelFields } from './ChannelFields.tsx'
import { CheckList } from './CheckList.tsx'
import { NameField } from './NameField.tsx'
import { Step } from './Step.tsx'
import { SubscribeButton } from './SubscribeButton.tsx'
import type { ChannelForm } from './useChannelForm.ts'
import { useChecks } from './useChecks.ts'

/** Makes an editor with the fields of a channel's schema, in the schema's words. */
export function schemaEditor(schema: z.ZodType) {
  const field = fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as object)
  const fields = field.kind === 'object' ? field.fields : []
  return function SchemaEditor({ form }: { form: ChannelForm }) {
    const { channels } = useAdminTexts()
    const problems = new Map([...form.problems].filter(([name]) => form.isTouched(name)))
    return (
      <>
        <ChannelFields form={form}>
          {form.isNew && <NameField form={form} />}
          {fields.map(named => (
            <NamedInput
              key={named.name}
              named={named}
              value={form.values[named.name]}
              path={[named.name]}
              form={{ problems, change: ([name], value) => form.set(String(name), value) }}
            />
          ))}
        </ChannelFields>
        {!form.isNew && (
          <Step title={channels.checks}>
            <SavedChecks name={form.name} />
          </Step>
        )}
      </>
    )
  }
}

/** The checks of a channel. A platform whose updates can be asked for has a button for that. */
function SavedChecks({ name }: { name: string }) {
  const { channels } = useAdminTexts()
  const checks = useChecks(name)
  const hasUpdates = checks.state.status === 'checked' && checks.state.checks.some(check => check.name === 'updates')
  return (
    <div className="flex flex-col gap-3">
      {hasUpdates && <SubscribeButton checks={checks} part="updates" label={channels.subscribeUpdates} />}
      <CheckList checks={checks} />
    </div>
  )
}

export const WebhookEditor = schemaEditor(WebhookChannel)
export const TelegramEditor = schemaEditor(TelegramChannel)
