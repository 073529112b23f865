import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import type { ConversationFacts } from '../data/useConversationFacts.ts'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { type Mode, readDraft, writeDraft } from './drafts.ts'

/** Safari says that a composition goes on by this key code alone: https://bugs.webkit.org/show_bug.cgi?id=165004 */
const COMPOSING_KEY_CODE = 229

/** The field to answer in, or to write a note. What is typed survives reloads and failures. */
export function Composer({
  handle,
  facts,
  name,
}: {
  handle: ConversationHandle
  facts: ConversationFacts
  name: string
}) {
  const { composer } = useTexts()
  const [mode, setMode] = useState<Mode>('reply')
  const [text, setText] = useState(() => readDraft(facts.id, 'reply'))
  const change = (next: string) => {
    setText(next)
    writeDraft(facts.id, mode, next)
    if (mode === 'reply') handle.typing(next !== '')
  }
  const turnTo = (next: Mode) => {
    setMode(next)
    setText(readDraft(facts.id, next))
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    const words = text.trim()
    if (words === '') return
    if (mode === 'note') handle.note(words)
    else handle.say(words)
    change('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isComposing = event.nativeEvent.isComposing || event.keyCode === COMPOSING_KEY_CODE
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      onSubmit={send}
      aria-label={composer.label}
      className={`border-line border-t p-3 ${mode === 'note' ? 'bg-note-ground' : 'bg-raised'}`}
    >
      <fieldset aria-label={composer.label} className="flex gap-1 pb-2">
        {(['reply', 'note'] as const).map(each => (
          <button
            key={each}
            type="button"
            aria-pressed={each === mode}
            onClick={() => turnTo(each)}
            className="min-h-8 rounded-control px-3 text-text-2 aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-text pointer-coarse:min-h-11"
          >
            {composer[each]}
          </button>
        ))}
      </fieldset>
      <div className="flex items-end gap-2">
        <textarea
          value={text}
          rows={2}
          dir="auto"
          aria-label={mode === 'note' ? composer.noteHint : composer.replyTo(name)}
          placeholder={mode === 'note' ? composer.noteHint : composer.replyTo(name)}
          onChange={event => change(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-44 min-h-13 flex-1 resize-none rounded-control border border-line-strong bg-ground px-3 py-2 text-log placeholder:text-text-3"
        />
        <button type="submit" disabled={text.trim() === ''} className={buttonClasses('primary')}>
          {mode === 'note' ? composer.addNote : composer.send}
        </button>
      </div>
    </form>
  )
}
