import { useRef } from 'preact/hooks'
import type { ShownCard } from '../../../../lib/protocol/shown.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { Buttons, type Choose } from './Buttons.tsx'
import { Picture } from './Picture.tsx'

interface CardProps {
  readonly card: ShownCard
  readonly onChoose: Choose
}

export function Card({ card: { title, subtitle, image, buttons }, onChoose }: CardProps) {
  return (
    <article class="card">
      {image !== undefined && (
        <span class="card-picture">
          <Picture picture={image} isPart />
        </span>
      )}
      <div class="card-words" dir="auto">
        <strong>{title}</strong>
        {subtitle !== undefined && <p>{subtitle}</p>}
      </div>
      <Buttons buttons={buttons} onChoose={onChoose} />
    </article>
  )
}

interface CarouselProps {
  readonly cards: readonly ShownCard[]
  readonly onChoose: Choose
}

/** Shows cards side by side. They scroll by touch, by keyboard, and with two buttons. */
export function Carousel({ cards, onChoose }: CarouselProps) {
  const { say } = useWords()
  const list = useRef<HTMLUListElement>(null)
  // If no card has a button, the list itself must take the focus, or the keyboard could not scroll it.
  const stop = cards.every(({ buttons }) => buttons.length === 0) && {
    tabIndex: 0,
    'aria-label': say('cards', { count: cards.length }),
  }
  const move = (steps: number) => {
    const { current } = list
    const width = current?.firstElementChild?.clientWidth ?? 0
    const forward = current !== null && getComputedStyle(current).direction === 'rtl' ? -1 : 1
    current?.scrollBy({ left: steps * forward * width, behavior: 'smooth' })
  }
  return (
    <div class="carousel">
      <ul ref={list} {...stop}>
        {cards.map((card, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
          <li key={index}>
            <Card card={card} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {cards.length > 1 && (
        <div class="carousel-tools">
          <button type="button" class="tool" aria-label={say('previous')} onClick={() => move(-1)}>
            <Icon name="previous" size={18} />
          </button>
          <button type="button" class="tool" aria-label={say('next')} onClick={() => move(1)}>
            <Icon name="next" size={18} />
          </button>
        </div>
      )}
    </div>
  )
}
