import { useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { CannedReply } from '../../../../lib/protocol/canned-reply.ts'
import { TEMPLATE_VARIABLES } from '../../../../lib/protocol/template-values.ts'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { checkReply, MAX_CHARS, type ReplyFault, type ReplyFaults } from './check.ts'
import { useReplyTexts } from './texts/useReplyTexts.ts'
import type { OwnReplies, Saving } from './useReplies.ts'

const BOX =
  'rounded-control border border-line-strong bg-ground px-3 py-1.5 text-log aria-invalid:border-late pointer-coarse:text-title'

const EXAMPLE = '{{user.fullName|there}}'

/** Edits the agent's own canned reply with the name `replaces`, or a new one. */
export function ReplyForm({
  own,
  replaces,
  first,
  onDone,
}: {
  own: OwnReplies
  replaces: string | undefined
  first: CannedReply
  onDone: () => void
}) {
  const texts = useReplyTexts()
  const id = useId()
  const name = useRef<HTMLInputElement | null>(null)
  const value = useRef<HTMLTextAreaElement | null>(null)
  const [typed, setTyped] = useState(first)
  const [faults, setFaults] = useState<ReplyFaults>({})
  const [saving, setSaving] = useState<Saving>()
  useEffect(() => name.current?.focus(), [])
  const change = (next: Partial<CannedReply>) => {
    setTyped({ ...typed, ...next })
    setFaults({})
  }
  const submit = () => {
    const others = own.items.filter(({ name: each }) => each !== replaces)
    const checked = checkReply(typed, others)
    setFaults(checked.faults)
    if (checked.isGood) void save(checked.reply)
  }
  const save = async (reply: CannedReply) => {
    const index = own.items.findIndex(each => each.name === replaces)
    const outcome = await own.save(index === -1 ? [...own.items, reply] : own.items.with(index, reply))
    setSaving(outcome)
    if (outcome === 'saved') onDone()
  }
  const insert = (variable: string) => {
    const { selectionStart = 0, selectionEnd = 0 } = value.current ?? {}
    const next = typed.value.slice(0, selectionStart) + variable + typed.value.slice(selectionEnd)
    flushSync(() => change({ value: next }))
    value.current?.focus()
    const end = selectionStart + variable.length
    const path = variable.indexOf('<path>')
    // Select the part that the agent has to replace.
    if (path === -1) value.current?.setSelectionRange(end, end)
    else value.current?.setSelectionRange(selectionStart + path, end - '}}'.length)
  }
  const wordsOf = (fault: ReplyFault | undefined) => {
    if (fault === undefined) return ''
    return 'at' in fault ? texts.faults[fault.kind](fault.at) : texts.faults[fault.kind]
  }
  return (
    <DialogForm
      title={replaces === undefined ? texts.makeTitle : texts.changeTitle}
      submit={texts.save}
      canSubmit={own.status === 'ready' && !own.isSaving}
      onSubmit={submit}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={`${id}name`} className="text-text-2">
          {texts.name}
        </label>
        <input
          ref={name}
          id={`${id}name`}
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={MAX_CHARS.name}
          value={typed.name}
          aria-invalid={faults.name !== undefined || undefined}
          aria-describedby={`${id}nameFault`}
          onChange={event => change({ name: event.target.value })}
          className={`${BOX} min-h-8 pointer-coarse:min-h-11`}
        />
        <span id={`${id}nameFault`} className="text-late text-small empty:hidden">
          {wordsOf(faults.name)}
        </span>
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor={`${id}value`} className="text-text-2">
          {texts.text}
        </label>
        <textarea
          ref={value}
          id={`${id}value`}
          dir="auto"
          rows={4}
          maxLength={MAX_CHARS.value}
          value={typed.value}
          aria-invalid={faults.value !== undefined || undefined}
          aria-describedby={`${id}valueFault ${id}about`}
          onChange={event => change({ value: event.target.value })}
          className={`${BOX} field-sizing-content max-h-60 min-h-24 resize-none`}
        />
        <span id={`${id}valueFault`} className="wrap-anywhere text-late text-small empty:hidden">
          {wordsOf(faults.value)}
        </span>
      </div>
      <fieldset className="flex flex-col gap-1">
        <legend className="pb-1 text-text-2">{texts.variables}</legend>
        <div className="flex flex-wrap gap-1">
          {TEMPLATE_VARIABLES.map(variable => (
            <button
              key={variable}
              type="button"
              onClick={() => insert(variable)}
              className="min-h-8 cursor-pointer rounded-control border border-line bg-sunken px-2 font-mono text-small hover:border-line-strong pointer-coarse:min-h-11"
            >
              {variable.slice(2, -2)}
            </button>
          ))}
        </div>
        <p id={`${id}about`} className="text-small text-text-2">
          {texts.fallback(EXAMPLE)}
        </p>
      </fieldset>
      <p role="status" className="text-late empty:hidden">
        {saving === 'stale' && texts.stale}
        {saving === 'failed' && texts.notSaved}
      </p>
    </DialogForm>
  )
}
