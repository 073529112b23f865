import { useLocale } from '../../texts/useTexts.ts'
import { fullTime, timeOfDay } from '../../ui/times.ts'

/** Shows the time of day, and the full date on hover and to screen readers. */
export function LineTime({ at, className = '' }: { at: string; className?: string }) {
  const locale = useLocale()
  const full = fullTime(at, locale)
  return (
    <time dateTime={at} title={full} className={`whitespace-nowrap font-normal text-text-3 tabular-nums ${className}`}>
      <span aria-hidden="true">{timeOfDay(at, locale)}</span>
      <span className="sr-only">{full}</span>
    </time>
  )
}
