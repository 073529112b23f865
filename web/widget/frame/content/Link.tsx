import type { ComponentChildren } from 'preact'
import { useWords } from '../context.ts'

interface LinkProps {
  /** An address from `linkUrl`, so its scheme cannot run code. */
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** Opens in a new tab. The target gets no referrer and no access to the page. */
export function Link({ href, children, ...rest }: LinkProps) {
  const { say } = useWords()
  return (
    <a {...rest} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
      <span class="unseen"> ({say('newTab')})</span>
    </a>
  )
}
