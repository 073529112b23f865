import { Bot } from 'lucide-react'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import { useLocale, useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { shortDuration } from '../../ui/times.ts'
import { useNow } from '../../ui/useNow.ts'
import { Content } from '../content/Content.tsx'
import { LineTime } from '../rows/LineTime.tsx'
import type { RowProps } from '../rows/props.ts'
import { useScene } from '../scene.ts'
import { speakerName } from '../speaker.ts'
import { useReviewTexts } from './texts/useReviewTexts.ts'

const EVERY_MS = 1_000

/** Shows a reply of the supervised bot: the buttons to decide about it while it waits, else who decided and how. */
export function ProposedLine({ row: { entry, first, isFirst, isLast, decided, isSending } }: RowProps<'proposed'>) {
  const texts = useReviewTexts()
  const { who } = useTexts()
  const { handle, name, onEdit } = useScene()
  const { text } = readPayload(entry)
  const isWaiting = decided === undefined
  return (
    <article className="flex flex-col items-end pt-3 pb-0.5">
      <div
        className={`min-w-0 max-w-full rounded-card border border-bot px-3 py-2 text-log shell:max-w-4/5 ${isWaiting ? 'bg-bot-ground' : 'border-dashed'}`}
      >
        {isFirst && (
          <p className="flex flex-wrap items-center gap-1.5 pb-0.5 font-medium text-bot text-small">
            <Bot size={14} aria-hidden="true" className="shrink-0" />
            <span>{isWaiting ? texts.waits : texts.closed[decided.outcome](speakerName(decided.by, name, who))}</span>
            <LineTime at={entry.at} />
            {isWaiting && <Deadline first={first} />}
          </p>
        )}
        {decided?.outcome !== 'sent' && <Content said={entry} isTyped={false} />}
        {isLast && isWaiting && (
          <p className="flex flex-wrap items-center justify-end gap-1 pt-1">
            <span className="me-auto pe-2 text-small text-text-2 max-shell:basis-full">{texts.instead}</span>
            {text !== undefined && (
              <Button disabled={isSending} onClick={() => onEdit(first, text)}>
                {texts.edit}
              </Button>
            )}
            <Button kind="primary" disabled={isSending} onClick={() => handle.approve(first)}>
              {isSending ? texts.sending : texts.send}
            </Button>
          </p>
        )}
      </div>
    </article>
  )
}

/** Says how long a decision may take. */
function Deadline({ first }: { first: number }) {
  const texts = useReviewTexts()
  const locale = useLocale()
  const now = useNow(EVERY_MS)
  const { deadlineOf } = useScene()
  const until = deadlineOf(first)
  if (until === undefined) return null
  const leftMs = Date.parse(until) - now
  return (
    <span className="font-normal text-waiting tabular-nums">
      · {leftMs > 0 ? texts.leftFor(shortDuration(leftMs, locale)) : texts.overdue}
    </span>
  )
}
