import { Dialog } from '@base-ui/react/dialog'
import type { FormEvent, ReactNode } from 'react'
import { useTexts } from '../../texts/useTexts.ts'
import { Button, buttonClasses } from '../../ui/Button.tsx'

/** A form of the dialog. `submit`: the name of the button that gives the command; without it, there is no such button. */
export function HandoffFrame({
  title,
  submit,
  canSubmit,
  onSubmit,
  children,
}: {
  title: string
  submit: string | undefined
  canSubmit: boolean
  onSubmit: () => void
  children: ReactNode
}) {
  const { control } = useTexts()
  const onPress = (event: FormEvent) => {
    event.preventDefault()
    if (canSubmit) onSubmit()
  }
  return (
    <form onSubmit={onPress} className="flex min-h-0 flex-col gap-3">
      <Dialog.Title className="font-medium text-title">{title}</Dialog.Title>
      {/* The room within is for the outline of a field that has the focus. */}
      <div className="-mx-1 flex min-h-0 flex-col gap-3 overflow-y-auto p-1">{children}</div>
      <div className="flex justify-end gap-2">
        <Dialog.Close className={buttonClasses('quiet')}>{control.cancel}</Dialog.Close>
        {submit !== undefined && (
          <Button kind="primary" type="submit" disabled={!canSubmit}>
            {submit}
          </Button>
        )}
      </div>
    </form>
  )
}
