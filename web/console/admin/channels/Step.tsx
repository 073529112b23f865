import type { ReactNode } from 'react'

/** One step of a walk-through. */
export function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2 border-line border-t pt-4 pb-4">
      <h3 className="font-medium text-log">{title}</h3>
      {children}
    </section>
  )
}
