import { useId, useRef, useState } from 'preact/hooks'
import type { RatingFields } from '../../../../lib/protocol/rating.ts'
import { MAX_RATING_CHARS, MAX_STARS } from '../../../../lib/protocol/wire.ts'
import type { Rated } from '../chat/open-chat.ts'
import { useWords } from '../context.ts'
import type { RatingStatus } from './asking.ts'

interface RatingProps {
  readonly onRate: (words: RatingFields) => Promise<Rated>
}

/** Asks the user for stars, and then for a comment. */
export function Rating({ onRate }: RatingProps) {
  const { say } = useWords()
  const name = useId()
  const form = useRef<HTMLFormElement>(null)
  const [stars, setStars] = useState(0)
  const [comment, setComment] = useState('')
  const [status, setStatus] = useState<RatingStatus>('asked')

  const send = async () => {
    const words = comment.trim()
    const asked = form.current
    const log = asked?.closest<HTMLElement>('.scroller')
    setStatus('sending')
    const result = await onRate({ stars, ...(words !== '' && { comment: words }) })
    // The form disappears, perhaps before this answer, and takes the focus along. The user may have moved it meanwhile.
    const { activeElement } = document
    const isLost = activeElement === document.body || asked?.contains(activeElement)
    if (result !== 'failed' && isLost) log?.focus()
    setStatus(result)
  }

  switch (status) {
    case 'given':
      return null
    case 'over':
      return (
        <p class="rating" role="alert">
          {say('rateOver')}
        </p>
      )
    case 'asked':
    case 'sending':
    case 'failed':
      return (
        <form
          ref={form}
          class="rating"
          onSubmit={event => {
            event.preventDefault()
            if (status !== 'sending') void send()
          }}
        >
          <fieldset class="stars">
            <legend>{say('rateAsk')}</legend>
            {Array.from({ length: MAX_STARS }, (_, before) => before + 1).map(count => (
              <label key={count} class="star" data-on={count <= stars ? '' : undefined}>
                <input
                  type="radio"
                  name={name}
                  checked={count === stars}
                  onChange={() => setStars(count)}
                  aria-label={say('rateStars', { count })}
                />
                <Star />
              </label>
            ))}
          </fieldset>
          {stars > 0 && (
            <>
              <label>
                {say('rateComment')}
                <textarea
                  rows={2}
                  maxLength={MAX_RATING_CHARS}
                  value={comment}
                  onInput={event => setComment(event.currentTarget.value)}
                />
              </label>
              {status === 'failed' && (
                <p class="rating-failed" role="alert">
                  {say('rateFailed')}
                </p>
              )}
              <button type="submit" class="main-button" aria-disabled={status === 'sending'}>
                {say(status === 'sending' ? 'sending' : 'rateSend')}
              </button>
            </>
          )}
        </form>
      )
    default:
      return status satisfies never
  }
}

function Star() {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={28} height={28} aria-hidden="true">
      <path d="m12 3 2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-2.9-5.6 2.9 1.1-6.2L3 9.6l6.2-.9Z" />
    </svg>
  )
}
