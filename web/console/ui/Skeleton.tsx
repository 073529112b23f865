/** Rows in the shape of what loads. They appear after 150 ms, so that a fast answer shows none. */
export function SkeletonRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike, and none ever moves.
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

/** A part of a shape, in the one colour of all of them. `look`: its size and corners. */
export function SkeletonPart({ look }: { look: string }) {
  return <span className={`bg-line ${look}`} />
}
