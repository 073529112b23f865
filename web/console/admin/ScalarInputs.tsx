import type { Field } from './form.ts'
import { type Path, pathText } from './paths.ts'

/** The state that all fields of a form share. */
export interface FormState {
  /** Error messages by the path of the field. */
  readonly problems: ReadonlyMap<string, string>
  /** Sets the value at a path. `undefined` removes the field. */
  readonly change: (path: Path, value: unknown) => void
}

export interface InputProps<Kind extends Field['kind'] = Field['kind']> {
  readonly field: Extract<Field, { kind: Kind }>
  readonly value: unknown
  readonly path: Path
  readonly form: FormState
  /** The accessible name of the input. */
  readonly label: string
  /** Ids of the elements that describe the input. */
  readonly describedBy: string
}

/** The classes of every box to type or choose in. */
export const BOX =
  'rounded-control border border-line-strong bg-ground px-3 py-1.5 aria-invalid:border-late pointer-coarse:min-h-11'

const isWrong = ({ form, path }: Pick<InputProps, 'form' | 'path'>) => form.problems.has(pathText(path)) || undefined

export function TextInput(props: InputProps<'text'>) {
  const { field, value, path, form, label, describedBy } = props
  const shared = {
    value: typeof value === 'string' ? value : '',
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': isWrong(props),
    className: `${BOX} max-w-160`,
  }
  const change = (text: string) => form.change(path, text === '' ? undefined : text)
  return field.isLong ? (
    <textarea {...shared} rows={3} onChange={event => change(event.target.value)} />
  ) : (
    <input {...shared} type="text" autoComplete="off" onChange={event => change(event.target.value)} />
  )
}

export function NumberInput(props: InputProps<'number'>) {
  const { field, value, path, form, label, describedBy } = props
  return (
    <input
      type="number"
      value={typeof value === 'number' ? value : ''}
      min={field.min}
      max={field.max}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isWrong(props)}
      className={`${BOX} w-40 tabular-nums`}
      onChange={event => form.change(path, event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  )
}

export function ChoiceInput(props: InputProps<'choice'>) {
  const { field, value, path, form, label, describedBy } = props
  return (
    <select
      value={typeof value === 'string' ? value : ''}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isWrong(props)}
      className={`${BOX} w-60`}
      onChange={event => form.change(path, event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="" />
      {field.options.map(option => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  )
}

export function SwitchInput({ value, path, form, label, describedBy }: InputProps<'switch'>) {
  return (
    <input
      type="checkbox"
      checked={value === true}
      aria-label={label}
      aria-describedby={describedBy}
      className="size-5 accent-accent"
      onChange={event => form.change(path, event.target.checked)}
    />
  )
}
