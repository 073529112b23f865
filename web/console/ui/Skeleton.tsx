/** Rows in the shape of what loads. They appear after 150 ms, so that a fast answer shows none. */
export function SkeletonRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike, and none ever moves.
        <div key={row} className="flex h-16 items-center gap-3 px-3">
          <span className="size-8 rounded-full bg-line" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="h-3 w-2/5 rounded-control bg-line" />
            <span className="h-3 w-4/5 rounded-control bg-line" />
          </span>
        </div>
      ))}
    </div>
  )
}
