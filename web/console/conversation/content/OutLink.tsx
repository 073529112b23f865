import type { ReactNode } from 'react'

/**
 * Links to a page outside the console. Pass only an `href` from `readPayload`, `readMarkdown` or `readPlain`: they drop
 * unsafe addresses.
 */
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
