import type { QueueView } from '../../../../lib/protocol/handoffs.ts'
import { MAX_COUNT } from '../../../../lib/protocol/wire.ts'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'

/** Chooses one of the queues. */
export function QueueList({
  all,
  chosenId,
  onChoose,
}: {
  all: readonly QueueView[]
  chosenId: string | undefined
  onChoose: (id: string) => void
}) {
  const texts = useHandoffTexts()
  return (
    <fieldset className="max-h-40 shrink-0 overflow-y-auto border-line border-t pt-2">
      <legend className="sr-only">{texts.queues}</legend>
      {all.map(({ id, name, waiting }) => (
        <label
          key={id}
          className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-2 py-1 hover:bg-sunken has-checked:bg-sunken"
        >
          <input
            type="radio"
            name="queue"
            checked={id === chosenId}
            onChange={() => onChoose(id)}
            className="shrink-0 accent-accent"
          />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <bdi className="wrap-anywhere">{name}</bdi>
            <span className="text-small text-text-2">{texts.isQueue}</span>
          </span>
          <span className="ms-auto shrink-0 text-end text-small text-text-2">
            {waiting >= MAX_COUNT ? texts.waitingMore(MAX_COUNT - 1) : texts.waiting(waiting)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
