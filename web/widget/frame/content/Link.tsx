import type { ComponentChildren } from 'preact'
import { useWords } from '../context.ts'

interface LinkProps {
  /** An address that was read as a link: of a scheme that cannot run. */
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Opens away from the page. The page behind it learns neither where it was opened nor how to reach back. */
export function Link({ href, children, ...rest }: LinkProps) {
  const { say } = useWords()
  return (
    <a {...rest} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
      <span class="unseen"> ({say('newTab')})</span>
    </a>
  )
}
