import { useEffect, useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { BotSetup } from '../useBotSetup.ts'
import { KINDS } from './editors.ts'
import { useChannelForm, type Values } from './useChannelForm.ts'

/** A channel that an admin has opened. `key` stays the same when a new channel gets its name. */
export interface Opened {
  readonly key: number
  readonly name: string
  readonly isNew: boolean
  readonly values: Values
}

/** Edits one channel. Takes the focus when it opens. */
export function ChannelEditor({
  setup,
  opened,
  onSaved,
  onClose,
}: {
  setup: BotSetup
  opened: Opened
  onSaved: (name: string) => void
  onClose: () => void
}) {
  const { channels } = useAdminTexts()
  const form = useChannelForm(setup, opened, onSaved)
  const heading = useRef<HTMLHeadingElement | null>(null)
  useEffect(() => heading.current?.focus(), [])
  const { Editor } = KINDS[opened.values.type]
  const title = form.isNew ? channels.add[opened.values.type] : form.name
  return (
    <section aria-label={title} className="flex flex-col gap-2 border-line-strong border-t pt-4">
      <div className="flex items-center gap-3">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 flex-1 wrap-anywhere font-medium text-title">
          {title}
        </h2>
        <Button kind="quiet" onClick={onClose}>
          {form.isNew ? channels.cancel : channels.close}
        </Button>
      </div>
      <Editor form={form} />
    </section>
  )
}
