import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { BriefView } from '../../../../lib/protocol/conversation.ts'
import type { Entry } from '../../../../lib/protocol/entry.ts'
import type { BriefTexts } from './texts/en.ts'
import { useBriefTexts } from './texts/useBriefTexts.ts'
import { useBrief } from './useBrief.ts'

/** Shows what an agent should know before they answer: the bot's summary and facts, and who declined, and why. */
export function BriefCard({
  session,
  entries,
  isWaiting,
}: {
  session: string
  entries: readonly Entry[]
  /** Nobody has the conversation: the card is open, for the agent who may take it. */
  isWaiting: boolean
}) {
  const texts = useBriefTexts()
  const brief = useBrief(session, entries)
  const [isOpen, setOpen] = useState(isWaiting)
  if (brief === undefined || !hasMore(brief)) return null
  const { reason, summary, context = {}, declined } = brief
  const facts = Object.entries(context)
  return (
    <details
      open={isOpen}
      onToggle={event => setOpen(event.currentTarget.open)}
      className="group shrink-0 border-line border-b bg-sunken"
    >
      <summary className="flex min-h-9 cursor-pointer list-none items-center gap-2 px-4 pointer-coarse:min-h-11">
        <ChevronRight
          size={16}
          aria-hidden="true"
          className="shrink-0 group-open:rotate-90 rtl:-scale-x-100 rtl:group-open:scale-x-100"
        />
        <h2 className="shrink-0 font-medium">{texts.label}</h2>
        {!isOpen && (
          <bdi className="min-w-0 truncate text-small text-text-2">{summary ?? reason ?? declined.at(-1)?.reason}</bdi>
        )}
      </summary>
      <section
        aria-label={texts.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        tabIndex={0}
        className="flex max-h-50 shell:max-h-72 flex-col gap-3 overflow-y-auto px-4 pb-3"
      >
        {summary !== undefined && <Part title={texts.summary} text={summary} />}
        {facts.length > 0 && (
          <div>
            <h3 className="text-small text-text-2">{texts.facts}</h3>
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
              {facts.map(([name, value]) => (
                <div key={name} className="col-span-2 grid grid-cols-subgrid">
                  <dt dir="auto" className="max-w-40 text-text-2 wrap-anywhere">
                    {name}
                  </dt>
                  <dd dir="auto" className="min-w-0 whitespace-pre-line wrap-anywhere">
                    {factText(value, texts)}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
        {reason !== undefined && <Part title={texts.reason} text={reason} />}
        {declined.length > 0 && (
          <div>
            <h3 className="text-small text-text-2">{texts.declined}</h3>
            <ul className="flex flex-col gap-0.5">
              {declined.map(({ seq, by, reason: why }) => (
                <li key={seq} className="wrap-anywhere">
                  <bdi className="font-medium">{by.name ?? by.id}</bdi> <bdi>{texts.quoted(why)}</bdi>
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
    </details>
  )
}

/** The log shows a reason alone. */
function hasMore({ summary, context, declined }: BriefView): boolean {
  return summary !== undefined || context !== undefined || declined.length > 0
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h3 className="text-small text-text-2">{title}</h3>
      <p dir="auto" className="whitespace-pre-line wrap-anywhere">
        {text}
      </p>
    </div>
  )
}

function factText(value: string | number | boolean, { yes, no }: BriefTexts): string {
  if (typeof value === 'boolean') return value ? yes : no
  return String(value)
}
