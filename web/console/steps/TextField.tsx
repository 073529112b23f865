import { useId } from 'react'

/** A box for one line, with its label, a hint and what is wrong with the text. */
export function TextField({
  label,
  hint,
  value,
  isRequired = false,
  problem,
  onChange,
}: {
  label: string
  hint?: string
  value: string
  isRequired?: boolean
  problem?: string | undefined
  onChange: (text: string) => void
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        required={isRequired}
        value={value}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}hint ${id}problem`}
        onChange={event => onChange(event.target.value)}
        className="min-h-8 rounded-control border border-line-strong bg-ground px-3 py-1.5 aria-invalid:border-late pointer-coarse:min-h-11"
      />
      <span id={`${id}hint`} className="text-text-3">
        {hint}
      </span>
      <span id={`${id}problem`} role="alert" className="wrap-anywhere text-late">
        {problem}
      </span>
    </div>
  )
}
