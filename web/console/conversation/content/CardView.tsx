import type { ShownCard } from '../../../../lib/protocol/shown.ts'
import { Choices } from './Choices.tsx'
import { Picture } from './Picture.tsx'

/** Shows a card as the user sees it. Its buttons do nothing here. */
export function CardView({ card }: { card: ShownCard }) {
  return (
    <div className="flex w-70 max-w-full shrink-0 flex-col gap-2 rounded-card border border-line bg-raised p-2">
      {card.image !== undefined && <Picture picture={card.image} />}
      <div className="min-w-0 px-1 wrap-anywhere">
        <p dir="auto" className="font-medium">
          {card.title}
        </p>
        {card.subtitle !== undefined && (
          <p dir="auto" className="text-list text-text-2">
            {card.subtitle}
          </p>
        )}
      </div>
      <Choices buttons={card.buttons} quickReplies={[]} />
    </div>
  )
}
