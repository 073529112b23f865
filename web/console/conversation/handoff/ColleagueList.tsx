import { useEffect, useRef, useState } from 'react'
import { Avatar } from '../../ui/Avatar.tsx'
import { type Colleague, matching } from './colleagues.ts'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'

/** A longer list has a search field. */
const MANY = 8

/** Chooses one of the colleagues. */
export function ColleagueList({
  all,
  chosen,
  onChoose,
}: {
  all: readonly Colleague[]
  chosen: Colleague | undefined
  onChoose: (id: string) => void
}) {
  const texts = useHandoffTexts()
  const [sought, setSought] = useState('')
  const list = useRef<HTMLFieldSetElement | null>(null)
  const shown = matching(all, sought, chosen?.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list changes with the search.
  useEffect(
    () => list.current?.querySelector(':checked')?.closest('label')?.scrollIntoView({ block: 'nearest' }),
    [sought],
  )
  return (
    <>
      {all.length > MANY && (
        <input
          type="search"
          value={sought}
          aria-label={texts.search}
          placeholder={texts.search}
          onChange={event => setSought(event.target.value)}
          className="min-h-8 rounded-control border border-line-strong bg-ground px-3 py-1.5 text-log placeholder:text-text-3 pointer-coarse:min-h-11 pointer-coarse:text-title"
        />
      )}
      <fieldset ref={list} className={`overflow-y-auto ${all.length > MANY ? 'h-60 shrink-0' : ''}`}>
        <legend className="sr-only">{texts.colleagues}</legend>
        {shown.map(({ id, name, more, not, load, capacity }) => (
          <label
            key={id}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-sunken has-checked:bg-sunken has-disabled:cursor-default has-disabled:text-text-2 has-disabled:hover:bg-transparent"
          >
            <input
              type="radio"
              name="colleague"
              checked={id === chosen?.id}
              disabled={not !== undefined}
              onChange={() => onChoose(id)}
              className="shrink-0 accent-accent"
            />
            <Avatar name={name} />
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
              <bdi className="wrap-anywhere">{name}</bdi>
              {more !== undefined && <bdi className="wrap-anywhere text-small text-text-2">{more}</bdi>}
            </span>
            <span className="ms-auto shrink-0 text-end text-small text-text-2">
              {not === 'away' ? texts.away : capacity === undefined ? texts.load(load) : texts.loadOf(load, capacity)}
              {not === 'full' && ` · ${texts.full}`}
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className="p-2 text-text-2">{texts.noMatch(sought)}</p>}
      </fieldset>
    </>
  )
}
