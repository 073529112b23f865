import type { ReactNode } from 'react'
import type { Field } from './form.ts'
import type { InputProps } from './ScalarInputs.tsx'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/** The properties of a field with other fields inside. `Input` renders those. */
type Wrapping<Kind extends Field['kind']> = InputProps<Kind> & { readonly Input: (props: InputProps) => ReactNode }

/** Shows the places of a tuple in one line. */
export function TupleInput({ Input, field, value, path, form, label, describedBy }: Wrapping<'tuple'>) {
  const items = Array.isArray(value) ? (value as readonly unknown[]) : []
  return (
    <div className="flex flex-wrap gap-2">
      {field.of.map((place, index) => (
        <Input
          // biome-ignore lint/suspicious/noArrayIndexKey: a place has no id other than its position.
          key={index}
          field={place}
          value={items[index]}
          path={[...path, index]}
          form={form}
          label={`${label}, ${index + 1}`}
          describedBy={describedBy}
          isEntry
          isShort
        />
      ))}
    </div>
  )
}

/** Sets `null` by a box of its own, and otherwise shows the value. */
export function NullableInput({ Input, field, ...props }: Wrapping<'nullable'>) {
  const admin = useAdminTexts()
  const { value, path, form, label, describedBy } = props
  return (
    <div className="flex flex-col gap-2">
      <label className="inline-flex min-h-8 items-center gap-2 self-start text-text-2">
        <input
          type="checkbox"
          checked={value === null}
          aria-label={`${label}: ${admin.never}`}
          aria-describedby={describedBy}
          className="size-5 accent-accent"
          onChange={event => form.change(path, event.target.checked ? null : undefined)}
        />
        {admin.never}
      </label>
      {value !== null && <Input {...props} field={field.of} />}
    </div>
  )
}
