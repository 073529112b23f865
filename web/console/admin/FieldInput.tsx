import { type ReactNode, useId } from 'react'
import { Button } from '../ui/Button.tsx'
import { AddEntry } from './AddEntry.tsx'
import { asVariant, blank, type Field, type NamedField } from './form.ts'
import { type Path, pathText } from './paths.ts'
import {
  ChoiceInput,
  type FormState,
  type InputProps,
  JsonInput,
  NumberInput,
  SwitchInput,
  TextInput,
} from './ScalarInputs.tsx'
import { useAdminTexts } from './texts/useAdminTexts.ts'
import { NullableInput, TupleInput } from './WrappedInputs.tsx'

/**
 * Renders a field with its name, its description and its error. `within`: the ids of the elements that describe the record
 * whose entry it is.
 */
export function NamedInput({
  named: { name, field, isRequired, description, usual },
  value,
  path,
  form,
  within,
  onRemove,
}: {
  named: NamedField
  value: unknown
  path: Path
  form: FormState
  within?: string
  onRemove?: (() => void) | undefined
}) {
  const admin = useAdminTexts()
  const id = useId()
  const problem = form.problems.get(pathText(path))
  if (field.kind === 'constant') return null
  return (
    <div className="flex flex-col gap-1 py-2">
      <span className="font-medium">
        <code>{name}</code>
        {isRequired && <span className="font-normal text-text-3"> · {admin.required}</span>}
        {onRemove !== undefined && (
          <Button kind="quiet" className="ms-2" aria-label={`${admin.remove}: ${name}`} onClick={onRemove}>
            {admin.remove}
          </Button>
        )}
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
        describedBy={`${within === undefined ? '' : `${within} `}${id}about ${id}problem`}
        isEntry={within !== undefined}
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

/** Renders the input of any field. */
function FieldInput({ field, ...props }: InputProps): ReactNode {
  switch (field.kind) {
    case 'object':
      return <ObjectInput {...props} field={field} />
    case 'variants':
      return <VariantsInput {...props} field={field} />
    case 'record':
      return <RecordInput {...props} field={field} />
    case 'list':
      return <ListInput {...props} field={field} />
    case 'tuple':
      return <TupleInput {...props} field={field} Input={FieldInput} />
    case 'nullable':
      return <NullableInput {...props} field={field} Input={FieldInput} />
    case 'json':
      return <JsonInput {...props} field={field} />
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

function ObjectInput({ field, value, path, form, label }: InputProps<'object'>) {
  const admin = useAdminTexts()
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
      <Button kind="quiet" aria-label={`${admin.remove}: ${label}`} onClick={() => form.change(path, undefined)}>
        {admin.remove}
      </Button>
    </div>
  )
}

/** Chooses the variant, and shows its fields. */
function VariantsInput({ field, value, path, form, label, describedBy }: InputProps<'variants'>) {
  const chosen = field.of.find(each => each.value === (value as Readonly<Record<string, unknown>>)[field.by])
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ChoiceInput
        field={{ kind: 'choice', options: field.of.map(each => each.value) }}
        value={chosen?.value}
        path={[...path, field.by]}
        form={{
          ...form,
          change: (_path, next) => {
            const variant = field.of.find(each => each.value === next)
            if (variant !== undefined) form.change(path, asVariant(value, variant))
          },
        }}
        label={`${label}, ${field.by}`}
        describedBy={describedBy}
      />
      {chosen !== undefined && (
        <ObjectInput
          field={chosen.field}
          value={value}
          path={path}
          form={form}
          label={label}
          describedBy={describedBy}
        />
      )}
    </div>
  )
}

/** Whether the input of a field has a button that removes its value. */
const hasRemoval = ({ kind }: Field) => kind === 'object' || kind === 'variants'

function ListInput({ field, value, path, form, label, describedBy }: InputProps<'list'>) {
  const admin = useAdminTexts()
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
            isEntry
          />
          {!hasRemoval(field.of) && (
            <Button
              kind="quiet"
              aria-label={`${admin.remove}: ${label} ${index + 1}`}
              onClick={() => form.change([...path, index], undefined)}
            >
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

function RecordInput({ field, value, path, form, describedBy }: InputProps<'record'>) {
  const entries = Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)
  const left = field.names?.filter(name => !entries.some(([known]) => known === name))
  return (
    <div className="flex flex-col gap-2">
      {entries.map(([name, item]) => (
        <NamedInput
          key={name}
          named={{ name, field: field.of, isRequired: false, description: undefined, usual: undefined }}
          value={item}
          path={[...path, name]}
          form={form}
          within={describedBy}
          // An object has a button of its own.
          onRemove={hasRemoval(field.of) ? undefined : () => form.change([...path, name], undefined)}
        />
      ))}
      {left?.length !== 0 && <AddEntry names={left} onAdd={name => form.change([...path, name], blank(field.of))} />}
    </div>
  )
}
