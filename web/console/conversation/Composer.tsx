import {
  type FormEvent,
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import type { ConversationHandle, Say } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import type { ConversationFacts } from '../data/useConversationFacts.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { shortTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'
import { AnswerAnyway } from './AnswerAnyway.tsx'
import { AddButton } from './add/AddButton.tsx'
import { isNothing, messageWith, NOTHING_ADDED } from './added.ts'
import { answeringOf } from './answering.ts'
import { hinted, LOOKS } from './composerLook.ts'
import type { Holding } from './holding.ts'
import { MacroButton } from './MacroButton.tsx'
import { ModeSwitch } from './ModeSwitch.tsx'
import { longestWaiting, type Place, placeOf } from './review/place.ts'
import { roomFor } from './room.ts'
import { useConsent } from './useConsent.ts'
import { type Answered, useCrossing } from './useCrossing.ts'
import { useDraft } from './useDraft.ts'

/** Loads with the first addition. */
const AddedList = lazy(async () => ({ default: (await import('./add/AddedList.tsx')).AddedList }))

/** Loads with the first answer. */
const ReplyPicker = lazy(async () => ({ default: (await import('./replies/ReplyPicker.tsx')).ReplyPicker }))

/** In Safari only this key code marks an Enter that ends a composition: https://bugs.webkit.org/show_bug.cgi?id=165004 */
const COMPOSING_KEY_CODE = 229

/** How often the composer looks whether the channel still takes answers. */
const LOOK_EVERY_MS = 10_000

export interface ComposerHandle {
  /** Puts a draft of the bot into the answer, and the caret behind it. */
  use(words: string): void
  /** Puts a reply of the supervised bot into the answer. What is sent then takes its place as an edited reply. */
  edit(first: number, words: string): void
  focus(): void
}

/** The field for answers and notes. Typed text survives reloads and failures. */
export function Composer({
  handle,
  holding,
  facts,
  waiting,
  answered,
  name,
  onLeave,
  ref,
}: {
  handle: ConversationHandle
  holding: Holding
  facts: ConversationFacts
  /** The first entries of the supervised bot's replies that wait, oldest first. */
  waiting: readonly number[]
  /** The newest answer of a colleague. */
  answered: Answered | undefined
  name: string
  /** Called when `Esc` is pressed, to move the focus elsewhere. */
  onLeave: () => void
  ref?: Ref<ComposerHandle>
}) {
  const { composer, control, problems } = useTexts()
  const { agent } = useServer()
  const locale = useLocale()
  const now = useNow(LOOK_EVERY_MS)
  const { mode, text, added, change, add, turnTo, use } = useDraft(handle.session)
  const field = useRef<HTMLTextAreaElement | null>(null)
  const room = roomFor(mode, text, added, agent)
  const isOver = room.left < 0
  const words = text.trim()
  const answering = answeringOf(mode === 'reply' ? facts : {}, now)
  const isClosed = answering.status === 'over'
  const canSend = words !== '' && !isOver && !isClosed

  const [begun, setBegun] = useState<Place | undefined>(undefined)
  const place = begun ?? longestWaiting(waiting)
  const isOpen = place !== undefined && waiting.includes(place.first)
  useImperativeHandle(ref, () => ({
    edit: (first, draft) => {
      setBegun({ first, isEdit: true })
      use(draft)
      field.current?.focus()
    },
    use: draft => {
      use(draft)
      field.current?.focus()
    },
    focus: () => field.current?.focus(),
  }))

  const type = (next: string) => {
    change(next)
    setBegun(placeOf(next, begun, waiting))
    handle.typing(next !== '', mode)
  }
  const sent = () => {
    change('')
    if (mode === 'reply') add(NOTHING_ADDED)
    handle.typing(false, mode)
    field.current?.focus()
  }
  /** Sends the draft, or a card beside it. */
  const crossing = useCrossing(answered, mode === 'reply' ? words : '')
  const consent = useConsent(holding, crossing, (what: 'draft' | Say) => {
    if (holding.by === 'bot') handle.pause()
    if (holding.by === 'supervised') answerInPlace(what)
    else handle.say(what === 'draft' ? messageWith(words, added) : what, { ifHeld: holding.by !== 'other' })
    if (what === 'draft') sent()
    else field.current?.focus()
  })
  const answerInPlace = (what: 'draft' | Say) => {
    const message = what === 'draft' ? messageWith(words, added) : what
    if (place === undefined) handle.say(message)
    else if (place.isEdit && isOpen) handle.approve(place.first, [message])
    // The server refuses it if somebody decided about that reply before, and the words stay in the outbox.
    else handle.say(message, { insteadOf: place.first })
    setBegun(undefined)
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (!canSend) return
    if (mode === 'reply') return consent.request('draft')
    handle.note(words)
    sent()
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
  const onPlace = isOpen ? composer.takesPlace : problems['review.closed']
  const effects = { bot: composer.takesOver, supervised: place === undefined ? undefined : onPlace }
  const effect =
    mode === 'reply' && (holding.by === 'bot' || holding.by === 'supervised') ? effects[holding.by] : undefined
  const statusOf = () => {
    if (isOver) return composer.tooLong[room.unit](-room.left)
    if (room.isScarce) return composer.left[room.unit](room.left)
    return words !== '' ? (effect ?? '') : ''
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
      {consent.asked !== undefined && (
        <AnswerAnyway
          question={
            holding.by === 'other' ? control.answerAnyway(holding.name) : control.justAnswered(crossing?.name ?? '')
          }
          onAnswer={consent.agree}
          onCancel={() => {
            consent.forget()
            field.current?.focus()
          }}
        />
      )}
      <div className="relative flex flex-col gap-2 px-4 pt-2 pb-3">
        <div className="flex items-center gap-3">
          <ModeSwitch
            mode={mode}
            onTurn={next => {
              consent.forget()
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
          {mode === 'reply' && !isClosed && (
            <AddButton
              added={added}
              words={words}
              onAdd={add}
              onSend={consent.request}
              channelType={facts.channelType}
              effect={effect}
              field={field}
            />
          )}
          {mode === 'reply' && !isClosed && <MacroButton session={handle.session} holding={holding} />}
          <textarea
            ref={field}
            value={text}
            rows={1}
            dir="auto"
            readOnly={isClosed}
            aria-label={label}
            placeholder={mode === 'note' ? composer.noteHint : composer.replyTo(hinted(name))}
            aria-invalid={isOver}
            onChange={event => type(event.target.value)}
            onKeyDown={onKeyDown}
            className={`field-sizing-content max-h-49 min-h-10 min-w-0 flex-1 resize-none rounded-control border px-3 py-2 text-log placeholder:truncate placeholder:text-text-3 pointer-coarse:text-title ${look.field}`}
          />
          <button type="submit" disabled={!canSend} className={`min-h-10 ${look.send}`}>
            {mode === 'note' ? composer.addNote : composer.send}
          </button>
        </div>
        {!isClosed && (
          <Suspense>
            <ReplyPicker field={field} text={mode === 'reply' ? text : undefined} facts={facts} onType={type} />
          </Suspense>
        )}
        {mode === 'reply' && !isNothing(added) && (
          <Suspense>
            <AddedList
              added={added}
              words={words}
              channelType={facts.channelType}
              onChange={next => {
                add(next)
                field.current?.focus()
              }}
            />
          </Suspense>
        )}
      </div>
    </form>
  )
}
