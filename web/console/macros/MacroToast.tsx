import { X } from 'lucide-react'
import { ProblemError } from '../../../lib/client/index.ts'
import { KeyHint } from '../actions/KeyHint.tsx'
import { useAction } from '../actions/useAction.ts'
import { errorText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { useNow } from '../ui/useNow.ts'
import { UNDO_MS } from './runs.ts'
import { useMacroTexts } from './texts/useMacroTexts.ts'
import { macroRuns, useMacroState } from './useMacroRuns.ts'

/** While a macro can be taken back, the key does that and nothing else. */
const UNDO_KEY = { key: 'z', first: true } as const
const EVERY_MS = 250
const SECOND_MS = 1_000

/** Tells of the newest macro: it runs soon and can be undone, it was undone, or the server refused it. */
export function MacroToast() {
  const macro = useMacroTexts()
  const texts = useTexts()
  const state = useMacroState()
  const undo = () => macroRuns.undo()
  useAction('undo-macro', state.status === 'waiting' ? macro.undo : undefined, UNDO_KEY, undo)
  const spoken = () => {
    switch (state.status) {
      case 'idle':
        return ''
      case 'waiting':
        return macro.spoken(state.name, UNDO_MS / SECOND_MS)
      case 'undone':
        return macro.undone
      case 'failed':
        return `${macro.failed(state.name)} ${why(state.error)}`
      default:
        return state satisfies never
    }
  }
  const why = (error: unknown) =>
    error instanceof ProblemError && error.code === 'macro.no_value'
      ? macro.noValue(error.detail.replace(/^.*?: /, ''))
      : errorText(error, texts)
  return (
    <>
      <span role="status" className="sr-only">
        {spoken()}
      </span>
      {state.status !== 'idle' && (
        <div className="pointer-events-none fixed inset-x-4 bottom-28 z-10 max-shell:bottom-48 flex justify-center">
          <section
            aria-label={macro.macros}
            data-toast="macro"
            className="pointer-events-auto flex min-h-11 max-w-full items-center gap-3 rounded-card border border-line-strong bg-raised px-4 py-1.5 shadow-lg"
          >
            {state.status === 'waiting' && <Waiting name={state.name} at={state.at} />}
            {state.status === 'undone' && <span>{macro.undone}</span>}
            {state.status === 'failed' && (
              <>
                <span className="min-w-0 wrap-anywhere">
                  <span className="font-medium text-late">{macro.failed(state.name)}</span> {why(state.error)}
                </span>
                <IconButton label={macro.close} onClick={() => macroRuns.dismiss()} className="shrink-0">
                  <X size={16} aria-hidden="true" />
                </IconButton>
              </>
            )}
            {state.status === 'waiting' && (
              <Button onClick={undo} aria-keyshortcuts={UNDO_KEY.key} className="shrink-0">
                {macro.undo}
                <KeyHint keys={UNDO_KEY} />
              </Button>
            )}
          </section>
        </div>
      )}
    </>
  )
}

function Waiting({ name, at }: { name: string; at: number }) {
  const macro = useMacroTexts()
  const now = useNow(EVERY_MS)
  const seconds = Math.max(1, Math.ceil((at - now) / SECOND_MS))
  return (
    <span aria-hidden="true" className="min-w-0 tabular-nums wrap-anywhere">
      {macro.runsIn(name, seconds)}
    </span>
  )
}
