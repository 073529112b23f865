import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { flushSync } from 'react-dom'
import { useTexts } from '../texts/useTexts.ts'
import { Button, buttonClasses } from './Button.tsx'

/**
 * A form in a dialog, with buttons to submit and to cancel. After a submit that leaves faults, the first wrong field has
 * the focus. `submit`: the name of the button that submits; without it there is no such button.
 */
export function DialogForm({
  title,
  submit,
  canSubmit = true,
  onSubmit,
  children,
}: {
  title: string
  submit: string | undefined
  canSubmit?: boolean
  onSubmit: () => void
  children: ReactNode
}) {
  const { control } = useTexts()
  const form = useRef<HTMLFormElement | null>(null)
  const onPress = (event: FormEvent) => {
    event.preventDefault()
    // A portal's events also reach the form around it, for example the composer's, which would send the draft.
    event.stopPropagation()
    if (!canSubmit) return
    flushSync(onSubmit)
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }
  return (
    <form ref={form} noValidate onSubmit={onPress} className="flex min-h-0 flex-col gap-3">
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
