import { ExternalLink } from 'lucide-react'
import type { ConversationFacts } from '../data/useConversationFacts.ts'
import { Section } from './Section.tsx'
import { useLinkTexts } from './texts/useLinkTexts.ts'
import { useLinks } from './useLinks.ts'

/** Links to pages about the user, such as in a CRM. Shows nothing if there are none. */
export function Links({ facts }: { facts: ConversationFacts }) {
  const texts = useLinkTexts()
  const state = useLinks(facts)
  if (state.status !== 'ready') {
    if (state.status === 'loading') return null
    return (
      <Section title={texts.links}>
        <p className="text-late">{texts.linksFailed}</p>
      </Section>
    )
  }
  if (state.links.length === 0) return null
  return (
    <Section title={texts.links}>
      <ul className="flex flex-col">
        {state.links.map(({ label, href }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two links may be the same.
          <li key={index}>
            <a
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex min-h-8 max-w-full items-center gap-1.5 text-accent hover:underline pointer-coarse:min-h-11"
            >
              <bdi className="min-w-0 truncate">{label}</bdi>
              <ExternalLink size={12} aria-hidden="true" className="shrink-0" />
              <span className="sr-only">({texts.opens})</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
