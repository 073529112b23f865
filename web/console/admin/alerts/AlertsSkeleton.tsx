import { SkeletonPart } from '../../ui/Skeleton.tsx'

/** Shows the list's shape while it loads. Appears after 150 ms, so a fast answer shows no skeleton. */
export function AlertsSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col">
      {[1, 2, 3].map(row => (
        <div key={row} className="flex items-center gap-4 border-line border-t py-3">
          <span className="flex flex-1 flex-col gap-2">
            <SkeletonPart look="h-3 w-1/2 max-w-60 rounded-control" />
            <SkeletonPart look="h-3 w-1/3 max-w-40 rounded-control" />
          </span>
          <span className="h-8 w-20 rounded-control border border-line pointer-coarse:h-11" />
        </div>
      ))}
    </div>
  )
}
