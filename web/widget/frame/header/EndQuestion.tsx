import { useEffect, useRef } from 'preact/hooks'
import { useWords } from '../context.ts'

interface EndQuestionProps {
  readonly onEnd: () => void
  readonly onCancel: () => void
}

/** Asks for confirmation before the conversation is ended, in place of the message field. */
export function EndQuestion({ onEnd, onCancel }: EndQuestionProps) {
  const { say } = useWords()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  return (
    <div
      class="question"
      role="alertdialog"
      aria-labelledby="end-question"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onCancel()
      }}
    >
      <p id="end-question">{say('endAsk')}</p>
      <div class="question-answers">
        <button ref={cancel} type="button" class="button" onClick={onCancel}>
          {say('cancel')}
        </button>
        <button type="button" class="main-button late" onClick={onEnd}>
          {say('endYes')}
        </button>
      </div>
    </div>
  )
}
