import { AlarmClock } from 'lucide-react'
import type { Snooze } from '../data/views.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { fullTime, shortTime } from '../ui/times.ts'

/** Marks a snoozed conversation, with the end of the snooze if it is a time. */
export function SnoozeMark({ snooze: { until } }: { snooze: Snooze }) {
  const { row } = useTexts()
  const locale = useLocale()
  return (
    <span className="flex shrink-0 items-center gap-1 text-small text-text-3 tabular-nums">
      <AlarmClock size={14} aria-hidden="true" />
      <span className="sr-only">{row.snoozed}</span>
      {until !== undefined && (
        <time dateTime={until} title={fullTime(until, locale)}>
          {shortTime(until, Date.now(), locale)}
        </time>
      )}
    </span>
  )
}
