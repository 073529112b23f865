import { Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { SHOWN_LIMITS } from '../../../../lib/protocol/shown.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import type { FormProps } from './additions.ts'
import { checkReplies, type Fault } from './checks.ts'
import { FormField } from './FormField.tsx'
import { useAddTexts } from './texts/useAddTexts.ts'

interface Row {
  readonly id: number
  readonly title: string
}

/** Edits the quick replies of an answer, a title each. */
export function RepliesForm({ added, onAdd, onClose }: FormProps) {
  const texts = useAddTexts()
  const list = useRef<HTMLUListElement | null>(null)
  const [rows, setRows] = useState<readonly Row[]>(() => firstRows(added.quickReplies.map(({ title }) => title)))
  const [faults, setFaults] = useState<ReadonlyMap<number, Fault>>(new Map())
  const isFull = rows.length >= SHOWN_LIMITS.quickReplies
  const change = (next: readonly Row[]) => {
    setRows(next)
    setFaults(new Map())
  }
  const focusLast = () => list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus()
  const another = () => {
    flushSync(() => change([...rows, { id: Math.max(...rows.map(({ id }) => id)) + 1, title: '' }]))
    focusLast()
  }
  const remove = (id: number) => {
    flushSync(() => change(rows.filter(row => row.id !== id)))
    focusLast()
  }
  const apply = () => {
    const titles = rows.map(({ title }) => title)
    const checked = checkReplies(titles, added.quickReplies.length === 0)
    if (checked.status === 'bad') return setFaults(checked.faults)
    onAdd({ ...added, quickReplies: checked.value })
    onClose()
  }
  return (
    <DialogForm title={texts.replies} submit={texts.apply} onSubmit={apply}>
      <ul ref={list} className="flex flex-col gap-2">
        {rows.map(({ id, title }, index) => (
          <li key={id}>
            <FormField
              label={texts.reply(index + 1)}
              isLabelShown={false}
              value={title}
              fault={faults.get(index)}
              onChange={typed => change(rows.map(row => (row.id === id ? { id, title: typed } : row)))}
              beside={
                <IconButton label={texts.removeRow(index + 1)} disabled={rows.length === 1} onClick={() => remove(id)}>
                  <X size={14} aria-hidden="true" />
                </IconButton>
              }
            />
          </li>
        ))}
      </ul>
      <Button kind="quiet" className="self-start" disabled={isFull} onClick={another}>
        <Plus size={14} aria-hidden="true" />
        {texts.another}
      </Button>
    </DialogForm>
  )
}

/** Ends in an empty row, unless the limit is reached. */
function firstRows(titles: readonly string[]): readonly Row[] {
  return [...titles, ''].slice(0, SHOWN_LIMITS.quickReplies).map((title, id) => ({ id, title }))
}
