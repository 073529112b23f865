import { Link, useLocation } from 'wouter'
import { MAX_COUNT } from '../../../lib/protocol/wire.ts'
import { useAction } from '../actions/useAction.ts'
import { type Place, pathOf, VIEWS } from '../app/paths.ts'
import { useCounts } from '../data/useCounts.ts'
import { useTexts } from '../texts/useTexts.ts'
import { countText } from './countText.ts'

/** Lists the views, each with its number of conversations. */
export function ViewTabs({ place }: { place: Extract<Place, { page: 'inbox' }> }) {
  const { views } = useTexts()
  const counts = useCounts()
  return (
    <nav aria-label={views.label} className="flex gap-0.5 overflow-x-auto border-line border-b p-2">
      <ViewActions botId={place.botId} />
      {VIEWS.map(view => {
        const count = counts?.[view]
        return (
          <Link
            key={view}
            to={pathOf({ page: 'inbox', botId: place.botId, view })}
            aria-current={view === place.view ? 'page' : undefined}
            className="inline-flex min-h-8 items-center gap-1.5 whitespace-nowrap rounded-control px-2 text-text-2 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-text pointer-coarse:min-h-11"
          >
            {views[view]}
            {count !== undefined && (
              <span className="text-small text-text-3 tabular-nums">
                <span aria-hidden="true">{countText(count)}</span>
                <span className="sr-only">{count >= MAX_COUNT ? views.countMore : views.count(count)}</span>
              </span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}

/** Offers each view under its number key. */
function ViewActions({ botId }: { botId: string }) {
  const { views, palette } = useTexts()
  const [, go] = useLocation()
  const open = (at: number) => {
    const view = VIEWS[at]
    if (view !== undefined) go(pathOf({ page: 'inbox', botId, view }))
  }
  useAction('view 1', palette.view(views.waiting), { key: '1' }, () => open(0))
  useAction('view 2', palette.view(views.mine), { key: '2' }, () => open(1))
  useAction('view 3', palette.view(views.paused), { key: '3' }, () => open(2))
  useAction('view 4', palette.view(views.all), { key: '4' }, () => open(3))
  return null
}
