import { SkeletonPart } from '../ui/Skeleton.tsx'

/** Shows the form's shape while the configuration loads. Appears after 150 ms, so a fast answer shows no skeleton. */
export function SetupSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col">
      <div className="flex h-9 items-center gap-6 border-line border-b px-3 pointer-coarse:h-11">
        <SkeletonPart look="h-3 w-20 rounded-control" />
        <SkeletonPart look="h-3 w-12 rounded-control" />
        <SkeletonPart look="h-3 w-12 rounded-control" />
      </div>
      {[1, 2, 3, 4].map(field => (
        <div key={field} className="flex flex-col gap-3 pt-6">
          <SkeletonPart look="h-3 w-20 rounded-control" />
          <SkeletonPart look="h-3 w-full max-w-100 rounded-control" />
          <span className="h-8 w-60 rounded-control border border-line pointer-coarse:h-11" />
        </div>
      ))}
    </div>
  )
}
