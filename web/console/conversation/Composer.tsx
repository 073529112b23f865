import { type FormEvent, type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import type { AnswerWindow } from '../../../lib/protocol/conversation.ts'
import { asLine, oneLine } from '../../../lib/protocol/line.ts'
import { useServer } from '../data/server.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { shortTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'
import { AnswerAnyway } from './AnswerAnyway.tsx'
import { answeringOf } from './answering.ts'
import type { Mode } from './drafts.ts'
import type { Holding } from './holding.ts'
import { ModeSwitch } from './ModeSwitch.tsx'
import { roomFor } from './room.ts'
import { useDraft } from './useDraft.ts'

/** In Safari only this key code marks an Enter that ends a composition: https://bugs.webkit.org/show_bug.cgi?id=165004 */
const COMPOSING_KEY_CODE = 229

/** How often the composer looks whether the channel still takes answers. */
const LOOK_EVERY_MS = 10_000

/** Keeps the hint on one line of a phone. A user's id, if it replaces a name, is not longer than this. */
const MAX_SHOWN_NAME_CHARS = 21

const LOOKS: Readonly<Record<Mode, { readonly ground: string; readonly field: string; readonly send: string }>> = {
  reply: { ground: 'bg-raised', field: 'border-line-strong bg-ground', send: buttonClasses('primary') },
  note: {
    ground: 'bg-note-ground',
    field: 'border-waiting bg-note-ground',
    send: `${buttonClasses('plain')} border-waiting! text-waiting!`,
  },
}

export interface ComposerHandle {
  /** Puts a draft of the bot into the answer, and the caret behind it. */
  use(words: string): void
  focus(): void
}

/** The field for answers and notes. Typed text survives reloads and failures. */
export function Composer({
  handle,
  holding,
  limits,
  name,
  onLeave,
  ref,
}: {
  handle: ConversationHandle
  holding: Holding
  limits: AnswerWindow
  name: string
  /** Called when `Esc` is pressed, to move the focus elsewhere. */
  onLeave: () => void
  ref?: Ref<ComposerHandle>
}) {
  const { composer } = useTexts()
  const { agent } = useServer()
  const locale = useLocale()
  const now = useNow(LOOK_EVERY_MS)
  const { mode, text, change, turnTo, use } = useDraft(handle.session)
  const [agreedOn, setAgreedOn] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const field = useRef<HTMLTextAreaElement | null>(null)
  const room = roomFor(mode, text, agent)
  const isOver = room.left < 0
  const words = text.trim()
  const answering = answeringOf(mode === 'reply' ? limits : {}, now)
  const isClosed = answering.status === 'over'
  const canSend = words !== '' && !isOver && !isClosed

  useImperativeHandle(ref, () => ({
    use: draft => {
      use(draft)
      field.current?.focus()
    },
    focus: () => field.current?.focus(),
  }))

  const sent = () => {
    setAsking(false)
    change('')
    handle.typing(false, mode)
    field.current?.focus()
  }
  const answer = () => {
    if (holding.by === 'bot') handle.pause()
    handle.say(words, { ifHeld: holding.by !== 'other' })
    sent()
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (!canSend) return
    if (mode === 'note') {
      handle.note(words)
      sent()
    } else if (holding.by === 'other' && holding.id !== agreedOn) setAsking(true)
    else answer()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === COMPOSING_KEY_CODE) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onLeave()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    }
  }
  const statusOf = () => {
    if (isOver) return composer.tooLong[room.unit](-room.left)
    if (room.isScarce) return composer.left[room.unit](room.left)
    return mode === 'reply' && holding.by === 'bot' && words !== '' ? composer.takesOver : ''
  }
  const look = LOOKS[mode]
  const label = mode === 'note' ? composer.noteHint : composer.replyTo(name)
  return (
    <form
      onSubmit={send}
      aria-label={composer.label}
      data-mode={mode}
      className={`shrink-0 border-line border-t ${look.ground}`}
    >
      {isAsking && holding.by === 'other' && (
        <AnswerAnyway
          name={holding.name}
          onAnswer={() => {
            setAgreedOn(holding.id)
            answer()
          }}
          onCancel={() => {
            setAsking(false)
            field.current?.focus()
          }}
        />
      )}
      <div className="flex flex-col gap-2 px-4 pt-2 pb-3">
        <div className="flex items-center gap-3">
          <ModeSwitch
            mode={mode}
            onTurn={next => {
              setAsking(false)
              turnTo(next)
              field.current?.focus()
            }}
          />
          <span role="status" className={`flex-1 text-end text-small ${isOver ? 'text-late' : 'text-text-2'}`}>
            {statusOf()}
          </span>
        </div>
        {answering.status !== 'open' && (
          <p role="status" className={isClosed ? 'text-waiting' : 'text-text-2'}>
            {answering.status === 'late' ? composer.late(shortTime(answering.until, now, locale)) : composer.over}
          </p>
        )}
        <div hidden={isClosed && text === ''} className="flex items-end gap-2">
          <textarea
            ref={field}
            value={text}
            rows={1}
            dir="auto"
            readOnly={isClosed}
            aria-label={label}
            placeholder={mode === 'note' ? composer.noteHint : composer.replyTo(hinted(name))}
            aria-invalid={isOver}
            onChange={event => {
              change(event.target.value)
              handle.typing(event.target.value !== '', mode)
            }}
            onKeyDown={onKeyDown}
            className={`field-sizing-content max-h-49 min-h-10 min-w-0 flex-1 resize-none rounded-control border px-3 py-2 text-log placeholder:truncate placeholder:text-text-3 pointer-coarse:text-title ${look.field}`}
          />
          <button type="submit" disabled={!canSend} className={`min-h-10 ${look.send}`}>
            {mode === 'note' ? composer.addNote : composer.send}
          </button>
        </div>
      </div>
    </form>
  )
}

/** Cuts a name for the hint. */
function hinted(name: string): string {
  const line = asLine(name)
  return line.length > MAX_SHOWN_NAME_CHARS ? `${oneLine(line, MAX_SHOWN_NAME_CHARS)}…` : line
}
