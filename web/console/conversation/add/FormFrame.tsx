import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { flushSync } from 'react-dom'
import { Button, buttonClasses } from '../../ui/Button.tsx'
import { useAddTexts } from './texts/useAddTexts.ts'

/** A form in a dialog. After a submit that leaves faults, the first wrong field has the focus. */
export function FormFrame({
  title,
  submit,
  onSubmit,
  children,
}: {
  title: string
  /** The name of the button that submits. */
  submit: string
  onSubmit: () => void
  children: ReactNode
}) {
  const texts = useAddTexts()
  const form = useRef<HTMLFormElement | null>(null)
  const onPress = (event: FormEvent) => {
    event.preventDefault()
    // A portal's events also reach the composer's form, which would send the draft.
    event.stopPropagation()
    flushSync(onSubmit)
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }
  return (
    <form ref={form} noValidate onSubmit={onPress} className="flex min-h-0 flex-col gap-3">
      <Dialog.Title className="font-medium text-title">{title}</Dialog.Title>
      {/* The room within is for the outline of a field that has the focus. */}
      <div className="-mx-1 flex min-h-0 flex-col gap-3 overflow-y-auto p-1">{children}</div>
      <div className="flex justify-end gap-2">
        <Dialog.Close className={buttonClasses('quiet')}>{texts.cancel}</Dialog.Close>
        <Button kind="primary" type="submit">
          {submit}
        </Button>
      </div>
    </form>
  )
}
