import { defined } from '../../../../lib/defined.ts'
import { useLocale, useTexts } from '../../texts/useTexts.ts'
import { dayAndTime, spokenTime } from '../../ui/times.ts'
import { type MarkTone, markParts } from '../marks.ts'
import { useScene } from '../scene.ts'
import { LineTime } from './LineTime.tsx'
import type { RowProps } from './props.ts'

const TONES: Readonly<Record<MarkTone, string>> = {
  bot: 'font-medium text-bot',
  person: 'font-medium text-person',
  quiet: 'text-text-3',
  bad: 'text-late',
}

/** Shows a change of control or another event across the whole width: the actor, the reason, and the duration. */
export function MarkLine({ row }: RowProps<'mark'>) {
  const { entry, lastedMs } = row
  const texts = useTexts()
  const locale = useLocale()
  const { name } = useScene()
  const until = entry.kind === 'snoozed' ? entry.until : undefined
  const times = defined({
    lasted: lastedMs === undefined ? undefined : spokenTime(lastedMs, locale),
    until: until === undefined ? undefined : dayAndTime(until, Date.parse(entry.at), locale),
  })
  const { sentence, facts, words, tone } = markParts(row, name, times, texts)
  return (
    <div className="flex flex-col items-center gap-0.5 pt-4 pb-1 text-small">
      <p className="flex w-full items-center gap-3 before:h-px before:min-w-3 before:flex-1 before:bg-line after:h-px after:min-w-3 after:flex-1 after:bg-line">
        <span className="min-w-0 text-balance text-center wrap-anywhere">
          <bdi className={TONES[tone]}>{sentence}</bdi>
          {facts.map(fact => (
            <span key={fact} className="text-text-3">
              {' · '}
              {fact}
            </span>
          ))}{' '}
          <LineTime at={entry.at} />
        </span>
      </p>
      {words !== undefined && (
        <p dir="auto" className="max-w-4/5 text-center text-text-2 wrap-anywhere">
          {texts.log.reason(words)}
        </p>
      )}
    </div>
  )
}
