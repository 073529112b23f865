/** Shows placeholder rows while a list loads. Appears after 150 ms, so a fast answer shows no skeleton. */
export function SkeletonRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={row} className="flex h-16 items-center gap-3 px-3">
          <SkeletonPart look="size-8 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <SkeletonPart look="h-3 w-2/5 rounded-control" />
            <SkeletonPart look="h-3 w-4/5 rounded-control" />
          </span>
        </div>
      ))}
    </div>
  )
}

/** One shape of a skeleton, all in the same colour. `look` sets its size and corners. */
export function SkeletonPart({ look }: { look: string }) {
  return <span className={`bg-line ${look}`} />
}
