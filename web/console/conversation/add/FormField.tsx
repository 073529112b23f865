import { type ReactNode, useId } from 'react'
import type { Fault } from './checks.ts'
import { useAddTexts } from './texts/useAddTexts.ts'

/** A field for one line, with its fault below. `isLabelShown`: otherwise the label is for screen readers alone. */
export function FormField({
  label,
  isLabelShown,
  value,
  fault,
  onChange,
  inputMode = 'text',
  beside,
}: {
  label: string
  isLabelShown: boolean
  value: string
  fault: Fault | undefined
  onChange: (value: string) => void
  inputMode?: 'text' | 'url'
  /** Stands at the end of the field. */
  beside?: ReactNode
}) {
  const id = useId()
  const texts = useAddTexts()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelShown ? 'text-text-2' : 'sr-only'}>
        {label}
      </label>
      <div className="flex items-center gap-1">
        <input
          id={id}
          type="text"
          inputMode={inputMode}
          dir="auto"
          autoComplete="off"
          value={value}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={`${id}fault`}
          onChange={event => onChange(event.target.value)}
          className="min-h-8 min-w-0 flex-1 rounded-control border border-line-strong bg-ground px-3 py-1.5 text-log aria-invalid:border-late pointer-coarse:min-h-11 pointer-coarse:text-title"
        />
        {beside}
      </div>
      <span id={`${id}fault`} className="text-late text-small empty:hidden">
        {fault && wordsOf(fault, texts)}
      </span>
    </div>
  )
}

function wordsOf(fault: Fault, { faults }: ReturnType<typeof useAddTexts>): string {
  return fault.kind === 'tooLong' ? faults.tooLong(fault.max) : faults[fault.kind]
}
