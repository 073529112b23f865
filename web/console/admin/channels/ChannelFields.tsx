import { type FormEvent, type ReactNode, useRef } from 'react'
import { SaveBar } from './SaveBar.tsx'
import type { ChannelForm } from './useChannelForm.ts'

/** The form around a channel's fields. If one is wrong, saving moves the focus to it. */
export function ChannelFields({ form, children }: { form: ChannelForm; children: ReactNode }) {
  const element = useRef<HTMLFormElement | null>(null)
  const save = (event: FormEvent) => {
    event.preventDefault()
    form.save()
    // The fields are marked when the page is drawn next.
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form ref={element} onSubmit={save} noValidate>
      {children}
      <SaveBar form={form} />
    </form>
  )
}
