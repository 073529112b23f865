import { useState } from 'react'
import { DialogForm } from '../../ui/DialogForm.tsx'
import type { FormProps } from './additions.ts'
import { checkLink, type Fault, type LinkField } from './checks.ts'
import { FormField } from './FormField.tsx'
import { useAddTexts } from './texts/useAddTexts.ts'

const FIELDS = { title: { inputMode: 'text', label: 'title' }, url: { inputMode: 'url', label: 'address' } } as const

/** Adds a button that opens a page. */
export function LinkForm({ added, onAdd, onClose }: FormProps) {
  const texts = useAddTexts()
  const [typed, setTyped] = useState<Readonly<Record<LinkField, string>>>({ title: '', url: '' })
  const [faults, setFaults] = useState<ReadonlyMap<LinkField, Fault>>(new Map())
  const add = () => {
    const checked = checkLink(typed.title, typed.url)
    if (checked.status === 'bad') return setFaults(checked.faults)
    onAdd({ ...added, buttons: [...added.buttons, checked.value] })
    onClose()
  }
  return (
    <DialogForm title={texts.link} submit={texts.add} onSubmit={add}>
      {(['title', 'url'] as const satisfies readonly LinkField[]).map(field => (
        <FormField
          key={field}
          label={texts[FIELDS[field].label]}
          isLabelShown
          inputMode={FIELDS[field].inputMode}
          value={typed[field]}
          fault={faults.get(field)}
          onChange={value => {
            setTyped({ ...typed, [field]: value })
            setFaults(new Map([...faults].filter(([name]) => name !== field)))
          }}
        />
      ))}
    </DialogForm>
  )
}
