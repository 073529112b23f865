import { useId } from 'react'
import { BOX } from '../ScalarInputs.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CHOICES, type ChoiceField, type FilterFault, LISTS, type TypedFilter } from './typed.ts'

/** The fields of a filter. */
export function FilterFields({
  typed,
  fault,
  onChange,
}: {
  typed: TypedFilter
  /** Missing if nothing is wrong. */
  fault: FilterFault | undefined
  onChange: (typed: TypedFilter) => void
}) {
  const { alerts } = useAdminTexts()
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-3" aria-describedby={`${id}about ${id}fault`}>
      <legend className="pb-1 font-medium">{alerts.form.which}</legend>
      <p id={`${id}about`} className="text-text-2">
        {alerts.form.whichAbout}
      </p>
      <span id={`${id}fault`} className="text-late empty:hidden">
        {fault && alerts.wrong[fault]}
      </span>
      {(Object.keys(CHOICES) as ChoiceField[]).map(field => (
        <Ticks key={field} field={field} chosen={typed[field]} onChange={on => onChange({ ...typed, [field]: on })} />
      ))}
      <div className="grid grid-cols-1 gap-3 shell:grid-cols-2">
        {LISTS.map(field => (
          <label key={field} className="flex min-w-0 flex-col gap-1">
            <span className="text-text-2">{alerts.fields[field]}</span>
            <input
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={typed[field]}
              placeholder={alerts.hints[field]}
              aria-invalid={(fault !== undefined && typed[field].trim() !== '') || undefined}
              className={`${BOX} min-h-8 min-w-0 placeholder:text-text-3`}
              onChange={event => onChange({ ...typed, [field]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** The known values of a field, to be ticked. */
function Ticks({
  field,
  chosen,
  onChange,
}: {
  field: ChoiceField
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}) {
  const { alerts } = useAdminTexts()
  const names: Readonly<Record<string, string>> = { ...alerts.priorities, ...alerts.events }
  const all: readonly string[] = CHOICES[field]
  return (
    <fieldset>
      <legend className="text-text-2">{alerts.fields[field]}</legend>
      <div className="flex flex-wrap gap-x-4">
        {all.map(value => (
          <label key={value} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              className="size-5 shrink-0 accent-accent"
              // In the order of the known values, so that the same choice is the same filter.
              onChange={event =>
                onChange(all.filter(each => (each === value ? event.target.checked : chosen.includes(each))))
              }
            />
            {names[value]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
