const LINES = [
  { key: 1, look: 'w-2/5' },
  { key: 2, look: 'w-3/5 self-end' },
  { key: 3, look: 'w-1/2' },
  { key: 4, look: 'w-2/5 self-end' },
] as const

/** A conversation's shape while it loads. It appears after 150 ms, so that a fast answer shows none. */
export function ConversationSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="late flex h-full flex-col">
      <div className="flex h-12 shrink-0 items-center border-line border-b px-4">
        <span className="h-4 w-40 rounded-control bg-sunken" />
      </div>
      <div className="h-12 shrink-0 border-line border-b bg-sunken" />
      <div className="flex min-h-0 flex-1 flex-col justify-end gap-4 overflow-hidden p-4">
        {LINES.map(({ key, look }) => (
          <span key={key} className={`h-12 shrink-0 rounded-card bg-sunken ${look}`} />
        ))}
      </div>
      <div className="h-24 shrink-0 border-line border-t p-3">
        <span className="block h-full rounded-control bg-sunken" />
      </div>
    </div>
  )
}
