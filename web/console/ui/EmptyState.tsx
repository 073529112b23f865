import type { ReactNode } from 'react'

/** Explains why there is nothing to show, and how to continue. */
export function EmptyState({
  title,
  more,
  children,
}: {
  title: string
  more?: string | undefined
  children?: ReactNode
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      <p className="text-title text-text-2">{title}</p>
      {more !== undefined && <p className="max-w-80 text-balance text-list text-text-3">{more}</p>}
      {children}
    </div>
  )
}
