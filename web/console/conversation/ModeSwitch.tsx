import { MessageSquare, StickyNote } from 'lucide-react'
import { useTexts } from '../texts/useTexts.ts'
import { MODES, type Mode } from './drafts.ts'

const ICONS = { reply: MessageSquare, note: StickyNote } as const satisfies Readonly<Record<Mode, unknown>>
const CHOSEN: Readonly<Record<Mode, string>> = {
  reply: 'aria-pressed:border-accent aria-pressed:text-accent',
  note: 'aria-pressed:border-waiting aria-pressed:text-waiting',
}

/** Switches between an answer to the user and a note for agents. */
export function ModeSwitch({ mode, onTurn }: { mode: Mode; onTurn: (mode: Mode) => void }) {
  const { composer } = useTexts()
  return (
    <fieldset aria-label={composer.modes} className="flex gap-1">
      {MODES.map(each => {
        const Icon = ICONS[each]
        return (
          <button
            key={each}
            type="button"
            aria-pressed={each === mode}
            onClick={() => onTurn(each)}
            className={`inline-flex min-h-8 cursor-pointer items-center gap-1.5 border-transparent border-b-2 px-2 text-text-2 hover:text-text aria-pressed:font-medium pointer-coarse:min-h-11 ${CHOSEN[each]}`}
          >
            <Icon size={14} aria-hidden="true" />
            {composer[each]}
          </button>
        )
      })}
    </fieldset>
  )
}
