import { useEffect, useRef, useState } from 'react'
import type { Conflict } from '../../../lib/client/merge.ts'
import { Button } from '../ui/Button.tsx'
import type { Behind } from './edit.ts'
import { pathText } from './paths.ts'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/**
 * Shows what another admin saved meanwhile, and continues on that version with what this one typed. `isAnswer`: it answers
 * the button to save, and gets the focus.
 */
export function BehindPanel({
  behind: { version, theirs, conflicts },
  isAnswer,
  onCatchUp,
}: {
  behind: Behind
  isAnswer: boolean
  onCatchUp: (taken: ReadonlySet<string>) => void
}) {
  const { behind: texts } = useAdminTexts()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isAnswer) heading.current?.focus()
  }, [isAnswer])
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const choose = (path: string, isTaken: boolean) =>
    setTaken(before => new Set(isTaken ? [...before, path] : [...before].filter(each => each !== path)))
  const disputed = new Set(conflicts.map(({ path }) => pathText(path)))
  const others = theirs.filter(({ path }) => !disputed.has(pathText(path)))
  return (
    <section
      role="alert"
      className="flex max-w-200 flex-col gap-3 rounded-card border border-line-strong bg-note-ground p-4"
    >
      <h2 ref={heading} tabIndex={-1} className="scroll-mt-4 font-medium">
        {texts.title(version)}
      </h2>
      <p>{texts.about}</p>
      {others.length > 0 && (
        <ul className="flex flex-col gap-2">
          {others.map(({ path, before, after }) => (
            <li key={pathText(path)} className="wrap-anywhere">
              <code>{pathText(path)}</code>
              <span className="block text-text-2">
                <Value value={before} /> → <Value value={after} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {conflicts.map(conflict => (
        <ConflictChoice
          key={pathText(conflict.path)}
          conflict={conflict}
          isTaken={taken.has(pathText(conflict.path))}
          onChoose={choose}
        />
      ))}
      <Button kind="primary" className="self-start max-w-full whitespace-normal" onClick={() => onCatchUp(taken)}>
        {texts.catchUp}
      </Button>
    </section>
  )
}

function ConflictChoice({
  conflict: { path, before, mine, theirs },
  isTaken,
  onChoose,
}: {
  conflict: Conflict
  isTaken: boolean
  onChoose: (path: string, isTaken: boolean) => void
}) {
  const { behind: texts } = useAdminTexts()
  const name = pathText(path)
  const options = [
    { label: texts.mine, value: mine, isChosen: !isTaken, choose: () => onChoose(name, false) },
    { label: texts.theirs, value: theirs, isChosen: isTaken, choose: () => onChoose(name, true) },
  ]
  return (
    <fieldset className="wrap-anywhere">
      <legend>
        <code>{name}</code> · {texts.both}
      </legend>
      <p className="text-text-2">
        {texts.before}: <Value value={before} />
      </p>
      {options.map(({ label, value, isChosen, choose }) => (
        <label key={label} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="radio"
            name={`conflict ${name}`}
            checked={isChosen}
            className="size-5 shrink-0 accent-accent"
            onChange={choose}
          />
          <span>
            {label}: <Value value={value} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Shows a value of the configuration as JSON. */
function Value({ value }: { value: unknown }) {
  const { behind: texts } = useAdminTexts()
  return value === undefined ? <em>{texts.nothing}</em> : <code>{JSON.stringify(value)}</code>
}
