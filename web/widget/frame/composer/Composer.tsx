import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import type { Keeping } from '../storage.ts'

interface ComposerProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** The storage key of the draft. */
  readonly draftKey: string
  readonly storage: Keeping
  readonly onSay: (text: string) => void
  readonly onType: () => void
}

/** The message field. Enter sends, Shift and Enter break the line. The draft survives a reload. */
export function Composer({ field, draftKey, storage, onSay, onType }: ComposerProps) {
  const { say } = useWords()
  const [text, setText] = useState(() => storage.get(draftKey) ?? '')

  const isEmpty = text.trim() === ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const { current } = field
    if (current === null) return
    current.style.height = 'auto'
    current.style.height = `${current.scrollHeight}px`
  }, [text, field])

  const write = (next: string) => {
    setText(next)
    if (next === '') storage.remove(draftKey)
    else storage.set(draftKey, next)
  }

  const send = () => {
    if (isEmpty) return
    onSay(text.trim())
    write('')
    field.current?.focus()
  }

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        // With `auto` an empty field would start on the left, also on pages written from right to left.
        dir={text === '' ? undefined : 'auto'}
        placeholder={say('placeholder')}
        aria-label={say('placeholder')}
        enterkeyhint="send"
        autocomplete="off"
        onInput={event => {
          write(event.currentTarget.value)
          onType()
        }}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return
          event.preventDefault()
          send()
        }}
      />
      <button type="submit" class="send" aria-label={say('send')} disabled={isEmpty}>
        <Icon name="send" />
      </button>
    </form>
  )
}

/**
 * Says whether a key belongs to an input method, whose Enter must not send. Safari shows it only by the key code:
 * https://bugs.webkit.org/show_bug.cgi?id=165004
 */
function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229
}
