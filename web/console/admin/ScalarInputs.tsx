import { useState } from 'react'
import type { Field } from './form.ts'
import { type Path, pathText } from './paths.ts'
import { useAdminTexts } from './texts/useAdminTexts.ts'

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
  /** Whether the value is an entry of a list or of a record, which an empty text does not remove. */
  readonly isEntry?: boolean
  /** Whether the value is short, so that several fit into a line. */
  readonly isShort?: boolean
}

/** The classes of every box to type or choose in. */
export const BOX =
  'rounded-control border border-line-strong bg-ground px-3 py-1.5 aria-invalid:border-late pointer-coarse:min-h-11'

const isWrong = ({ form, path }: Pick<InputProps, 'form' | 'path'>) => form.problems.has(pathText(path)) || undefined

export function TextInput(props: InputProps<'text'>) {
  const { field, value, path, form, label, describedBy, isEntry, isShort } = props
  const shared = {
    name: pathText(path),
    value: typeof value === 'string' ? value : '',
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': isWrong(props),
    className: `${BOX} ${isShort ? 'w-24' : 'max-w-160'}`,
  }
  const change = (text: string) => form.change(path, text === '' && !isEntry ? undefined : text)
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
      name={pathText(path)}
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
      name={pathText(path)}
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

export function SwitchInput(props: InputProps<'switch'>) {
  const { field, value, path, form, label, describedBy } = props
  const { yes, no } = useAdminTexts()
  if (!field.isOptional) {
    return (
      <input
        type="checkbox"
        name={pathText(path)}
        checked={value === true}
        aria-label={label}
        aria-describedby={describedBy}
        className="size-5 accent-accent"
        onChange={event => form.change(path, event.target.checked)}
      />
    )
  }
  return (
    <select
      name={pathText(path)}
      value={typeof value === 'boolean' ? String(value) : ''}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isWrong(props)}
      className={`${BOX} w-60`}
      onChange={event => form.change(path, event.target.value === '' ? undefined : event.target.value === 'true')}
    >
      <option value="" />
      <option value="true">{yes}</option>
      <option value="false">{no}</option>
    </select>
  )
}

/** Takes a value of any shape as JSON. Text that is not JSON stays in the box, and changes nothing. */
export function JsonInput(props: InputProps<'json'>) {
  const { value, path, form, label, describedBy } = props
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)))
  const [isBroken, setBroken] = useState<boolean>(false)
  const change = (next: string) => {
    setText(next)
    try {
      form.change(path, next.trim() === '' ? undefined : JSON.parse(next))
      setBroken(false)
    } catch {
      setBroken(true)
    }
  }
  return (
    <textarea
      name={pathText(path)}
      value={text}
      rows={3}
      spellCheck={false}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={isBroken || isWrong(props)}
      className={`${BOX} max-w-160 font-mono`}
      onChange={event => change(event.target.value)}
    />
  )
}
