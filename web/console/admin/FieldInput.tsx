import { type ReactNode, useId } from 'react'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { blank, type Field, type NamedField } from './form.ts'
import { type Path, pathText } from './paths.ts'

/** The state that all fields of a form share. */
export interface FormState {
  /** Error messages by the path of the field. */
  readonly problems: ReadonlyMap<string, string>
  /** Sets the value at a path. `undefined` removes the field. */
  readonly change: (path: Path, value: unknown) => void
}

interface InputProps<Kind extends Field['kind'] = Field['kind']> {
  readonly field: Extract<Field, { kind: Kind }>
  readonly value: unknown
  readonly path: Path
  readonly form: FormState
  /** The accessible name of the input. */
  readonly label: string
  /** Ids of the elements that describe the input. */
  readonly describedBy: string
}

const BOX =
  'rounded-control border border-line-strong bg-ground px-3 py-1.5 aria-invalid:border-late pointer-coarse:min-h-11'

/** Renders a field with its name, its description and its error. */
export function NamedInput({
  named: { name, field, isRequired, description, usual },
  value,
  path,
  form,
}: {
  named: NamedField
  value: unknown
  path: Path
  form: FormState
}) {
  const { admin } = useTexts()
  const id = useId()
  const problem = form.problems.get(pathText(path))
  if (field.kind === 'constant') return null
  return (
    <div className="flex flex-col gap-1 py-2">
      <span className="font-medium">
        <code>{name}</code>
        {isRequired && <span className="font-normal text-text-3"> · {admin.required}</span>}
      </span>
      <span id={`${id}about`} className="max-w-160 text-text-2">
        <Described text={description ?? ''} />
        {usual !== undefined && typeof usual !== 'object' && <> {admin.usually(String(usual))}</>}
      </span>
      <FieldInput
        field={field}
        value={value}
        path={path}
        form={form}
        label={name}
        describedBy={`${id}about ${id}problem`}
      />
      <span id={`${id}problem`} className="text-late">
        {problem}
      </span>
    </div>
  )
}

/** Renders a description. Text between backticks becomes code. */
function Described({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))
}

function FieldInput({ field, ...props }: InputProps): ReactNode {
  switch (field.kind) {
    case 'object':
      return <ObjectInput {...props} field={field} />
    case 'record':
      return <RecordInput {...props} field={field} />
    case 'list':
      return <ListInput {...props} field={field} />
    case 'choice':
      return <ChoiceInput {...props} field={field} />
    case 'switch':
      return <SwitchInput {...props} field={field} />
    case 'number':
      return <NumberInput {...props} field={field} />
    case 'text':
      return <TextInput {...props} field={field} />
    case 'constant':
      return null
    default:
      return field satisfies never
  }
}

const isWrong = ({ form, path }: Pick<InputProps, 'form' | 'path'>) => form.problems.has(pathText(path)) || undefined

function TextInput(props: InputProps<'text'>) {
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

function NumberInput(props: InputProps<'number'>) {
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

function ChoiceInput(props: InputProps<'choice'>) {
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

function SwitchInput({ value, path, form, label, describedBy }: InputProps<'switch'>) {
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

function ObjectInput({ field, value, path, form }: InputProps<'object'>) {
  const { admin } = useTexts()
  if (value === undefined) {
    return (
      <Button className="self-start" onClick={() => form.change(path, blank(field))}>
        {admin.add}
      </Button>
    )
  }
  const record = value as Readonly<Record<string, unknown>>
  return (
    <div className="border-line border-s ps-4">
      {field.fields.map(named => (
        <NamedInput
          key={named.name}
          named={named}
          value={record[named.name]}
          path={[...path, named.name]}
          form={form}
        />
      ))}
      <Button kind="quiet" onClick={() => form.change(path, undefined)}>
        {admin.remove}
      </Button>
    </div>
  )
}

function ListInput({ field, value, path, form, label, describedBy }: InputProps<'list'>) {
  const { admin } = useTexts()
  const items = Array.isArray(value) ? (value as readonly unknown[]) : []
  return (
    <div className="flex flex-col gap-2">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no id other than its position.
        <div key={index} className="flex items-start gap-2">
          <FieldInput
            field={field.of}
            value={item}
            path={[...path, index]}
            form={form}
            label={`${label} ${index + 1}`}
            describedBy={describedBy}
          />
          {field.of.kind !== 'object' && (
            <Button kind="quiet" onClick={() => form.change([...path, index], undefined)}>
              {admin.remove}
            </Button>
          )}
        </div>
      ))}
      <Button
        className="self-start"
        disabled={field.max !== undefined && items.length >= field.max}
        onClick={() => form.change(path, [...items, blank(field.of)])}
      >
        {admin.add}
      </Button>
    </div>
  )
}

function RecordInput({ field, value, path, form }: InputProps<'record'>) {
  const { admin } = useTexts()
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const add = (data: FormData) => {
    const name = String(data.get('name') ?? '').trim()
    if (name !== '') form.change([...path, name], blank(field.of))
  }
  return (
    <div className="flex flex-col gap-2">
      {entries.map(([name, item]) => (
        <NamedInput
          key={name}
          named={{ name, field: field.of, isRequired: false, description: undefined, usual: undefined }}
          value={item}
          path={[...path, name]}
          form={form}
        />
      ))}
      <form action={add} className="flex items-end gap-2">
        <label className="flex flex-col gap-1 text-text-2">
          {admin.nameOfNew}
          <input name="name" autoComplete="off" className={`${BOX} h-8 text-text`} />
        </label>
        <Button type="submit">{admin.add}</Button>
      </form>
    </div>
  )
}
