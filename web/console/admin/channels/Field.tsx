import { type ReactNode, useId } from 'react'
import { MASKED } from '../../../../lib/protocol/secret.ts'
import { BOX } from '../ScalarInputs.tsx'

interface FieldProps {
  readonly label: string
  readonly about?: string
  /** Missing if nothing is wrong. */
  readonly problem?: string | undefined
}

/** A field for one line of text, with its explanation and its error. */
export function TextField({
  label,
  about,
  problem,
  value,
  onChange,
}: FieldProps & { value: string; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1 py-2">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {about !== undefined && (
        <span id={`${id}about`} className="max-w-160 text-text-2">
          {about}
        </span>
      )}
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-describedby={about === undefined ? `${id}problem` : `${id}about ${id}problem`}
        aria-invalid={problem !== undefined || undefined}
        className={`${BOX} max-w-160`}
        onChange={event => onChange(event.target.value)}
        // A typed text replaces the mask of a stored secret.
        onFocus={event => event.target.value === MASKED && event.target.select()}
      />
      <span id={`${id}problem`} className="text-late">
        {problem}
      </span>
    </div>
  )
}

/** A choice of a few, each with its explanation. */
export function ChoiceField<Option extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: unknown
  options: readonly { readonly option: Option; readonly label: string; readonly about: ReactNode }[]
  onChange: (option: Option) => void
}) {
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-1 py-2">
      <legend className="font-medium">{label}</legend>
      {options.map(({ option, label: name, about }) => (
        <label key={option} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="radio"
            name={id}
            checked={option === value}
            onChange={() => onChange(option)}
            className="shrink-0 accent-accent"
          />
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span>{name}</span>
            <span className="text-text-2">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
