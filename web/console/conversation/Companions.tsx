import { initials } from '../../shared/plain.ts'
import type { Companion } from '../data/presence.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'

const MAX_SHOWN = 3

/** Shows the other agents who have the conversation open. */
export function Companions({ companions }: { companions: readonly Companion[] }) {
  const { presence } = useTexts()
  const locale = useLocale()
  const names = companions.map(({ name }) => name)
  const text = names.length === 0 ? '' : presence.alsoHere(new Intl.ListFormat(locale).format(names), names.length)
  return (
    <span role="status" title={text} className="flex items-center gap-1 empty:hidden">
      {companions.slice(0, MAX_SHOWN).map(({ id, name }) => (
        <span
          key={id}
          aria-hidden="true"
          className="inline-flex size-6 items-center justify-center rounded-full bg-person-ground font-medium text-person text-small ring-1 ring-person"
        >
          {initials(name) || '#'}
        </span>
      ))}
      {text !== '' && <span className="sr-only">{text}</span>}
    </span>
  )
}
