import type { ReactNode } from 'react'

/** A link that opens away from the console. `href` is one that `readPayload` or the reading of a text let through. */
export function OutLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={className ?? 'text-accent underline underline-offset-2'}
    >
      {children}
    </a>
  )
}
