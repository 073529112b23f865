import type { Place } from '../app/paths.ts'
import { SkeletonPart } from '../ui/Skeleton.tsx'
import { BackLink } from './BackLink.tsx'

const LINES = [
  { key: 1, look: 'w-2/5' },
  { key: 2, look: 'w-3/5 self-end' },
  { key: 3, look: 'w-1/2' },
  { key: 4, look: 'w-2/5 self-end' },
] as const

/** Shows a conversation's shape while it loads. Appears after 150 ms, so a fast answer shows no skeleton. */
export function ConversationSkeleton({ label, place }: { label: string; place: Extract<Place, { page: 'inbox' }> }) {
  return (
    <div className="late flex h-full flex-col">
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-line border-b px-4 max-shell:px-2">
        <BackLink place={place} />
        <span role="status" aria-label={label} className="h-4 w-40 rounded-control bg-line" />
      </div>
      <div className="h-12 shrink-0 border-line border-b bg-line pointer-coarse:h-14.25" />
      <div className="flex min-h-0 flex-1 flex-col justify-end gap-4 overflow-hidden px-4 pt-4 pb-6.5">
        {LINES.map(({ key, look }) => (
          <SkeletonPart key={key} look={`h-12 shrink-0 rounded-card ${look}`} />
        ))}
      </div>
      <div className="flex shrink-0 flex-col gap-2 border-line border-t px-4 pt-2 pb-3">
        <SkeletonPart look="h-8 w-32 rounded-control pointer-coarse:h-11" />
        <SkeletonPart look="h-10 rounded-control pointer-coarse:h-11" />
      </div>
    </div>
  )
}
