import type { ReactNode } from 'react'

/** A part of the profile. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-line border-t pt-4">
      <h3 className="font-medium text-small text-text-2">{title}</h3>
      {children}
    </section>
  )
}
