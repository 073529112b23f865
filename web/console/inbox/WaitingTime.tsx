import { useLocale, useTexts } from '../texts/useTexts.ts'
import { shortDuration, spokenTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'

const EVERY_MS = 1_000
const LATE_MS = 5 * 60_000

/** Shows how long a user has been waiting, in red after `LATE_MS`. */
export function WaitingTime({ since }: { since: string }) {
  const waitsMs = useNow(EVERY_MS) - Date.parse(since)
  const { row } = useTexts()
  const locale = useLocale()
  return (
    <span className={`text-small font-medium tabular-nums ${waitsMs >= LATE_MS ? 'text-late' : 'text-waiting'}`}>
      <span aria-hidden="true">{shortDuration(waitsMs, locale)}</span>
      <span className="sr-only">{row.waitsSince(spokenTime(waitsMs, locale))}</span>
    </span>
  )
}
