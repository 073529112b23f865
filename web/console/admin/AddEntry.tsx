import { useId } from 'react'
import { Button } from '../ui/Button.tsx'
import { BOX } from './ScalarInputs.tsx'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/** Adds an entry to a record. `names`: those to choose from, if the admin may not make one up. */
export function AddEntry({ names, onAdd }: { names: readonly string[] | undefined; onAdd: (name: string) => void }) {
  const admin = useAdminTexts()
  const id = useId()
  const add = (data: FormData) => {
    const name = String(data.get('entry') ?? '').trim()
    if (name !== '') onAdd(name)
  }
  return (
    <form action={add} className="flex items-end gap-2">
      <span className="flex flex-col gap-1">
        <label htmlFor={id} className="text-text-2">
          {admin.nameOfNew}
        </label>
        {names === undefined ? (
          <input id={id} name="entry" autoComplete="off" className={`${BOX} h-8`} />
        ) : (
          <select id={id} name="entry" className={`${BOX} min-h-8`}>
            {names.map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </span>
      <Button type="submit">{admin.add}</Button>
    </form>
  )
}
