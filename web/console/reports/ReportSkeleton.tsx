import { SkeletonPart } from '../ui/Skeleton.tsx'

/** Shows the report's shape while it loads. Appears after 150 ms, so a fast answer shows no skeleton. */
export function ReportSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col gap-8">
      <div className="report-headlines gap-6">
        {[1, 2, 3, 4].map(each => (
          <div key={each} className="flex flex-col gap-3 border-line border-t pt-3">
            <SkeletonPart look="h-3 w-24 rounded-control" />
            <SkeletonPart look="h-6 w-16 rounded-control" />
          </div>
        ))}
      </div>
      <span className="h-48 rounded-control border border-line" />
    </div>
  )
}
