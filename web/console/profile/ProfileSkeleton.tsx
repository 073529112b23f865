import { SkeletonPart } from '../ui/Skeleton.tsx'

const LINES = [
  { key: 1, look: 'w-1/4' },
  { key: 2, look: 'w-4/5' },
  { key: 3, look: 'w-3/5' },
  { key: 4, look: 'w-4/5' },
] as const

/** Shows a profile's shape while it loads. Appears after 150 ms. The conversation beside it announces the loading. */
export function ProfileSkeleton() {
  return (
    <div aria-hidden="true" className="late flex flex-col gap-5">
      <div className="flex items-center gap-3">
        <SkeletonPart look="size-8 shrink-0 rounded-full" />
        <SkeletonPart look="h-4 w-40 rounded-control" />
      </div>
      <div className="flex flex-col gap-3 border-line border-t pt-4">
        {LINES.map(({ key, look }) => (
          <SkeletonPart key={key} look={`h-3 rounded-control ${look}`} />
        ))}
      </div>
    </div>
  )
}
