import { Search } from 'lucide-react'
import { useTexts } from '../texts/useTexts.ts'

/** Searches users by name, id, telephone number and e-mail address while the agent types. */
export function SearchField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { inbox } = useTexts()
  return (
    <div className="relative border-line border-b p-2">
      <Search
        size={16}
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 start-4 my-auto text-text-3"
      />
      <input
        type="search"
        value={text}
        aria-label={inbox.search}
        placeholder={inbox.search}
        onChange={event => onChange(event.target.value)}
        className="h-8 w-full rounded-control border border-line-strong bg-raised ps-8 pe-2 placeholder:text-text-3 pointer-coarse:h-11"
      />
    </div>
  )
}
