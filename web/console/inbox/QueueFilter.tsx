import { useLocation } from 'wouter'
import { type Place, pathOf } from '../app/paths.ts'
import { useQueues } from '../data/useQueues.ts'
import { useTexts } from '../texts/useTexts.ts'
import { countText } from './countText.ts'

/** Chooses the queue whose conversations the list shows. Shows nothing for a bot without queues. */
export function QueueFilter({ place }: { place: Extract<Place, { page: 'inbox' }> }) {
  const { inbox } = useTexts()
  const [, go] = useLocation()
  const queues = useQueues()
  if (queues.length === 0) return null
  const isKnown = place.queue === undefined || queues.some(({ id }) => id === place.queue)
  return (
    <div className="border-line border-b p-2">
      <select
        value={place.queue ?? ''}
        aria-label={inbox.queue}
        onChange={({ target: { value } }) =>
          go(pathOf({ page: 'inbox', botId: place.botId, view: place.view, ...(value !== '' && { queue: value }) }))
        }
        className="h-8 w-full rounded-control border border-line-strong bg-raised px-2 pointer-coarse:h-11"
      >
        <option value="">{inbox.allQueues}</option>
        {queues.map(({ id, name, waiting }) => (
          <option key={id} value={id}>
            {`${name} (${countText(waiting)})`}
          </option>
        ))}
        {!isKnown && <option value={place.queue}>{place.queue}</option>}
      </select>
    </div>
  )
}
