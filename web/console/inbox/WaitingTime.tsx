import { useLocale, useTexts } from '../texts/useTexts.ts'
import { shortDuration, spokenTime } from '../ui/times.ts'
import { useNowFor } from '../ui/useNow.ts'

const EVERY_MS = 1_000
const LATE_MS = 5 * 60_000

/** Shows how long a user has been waiting, in red after `LATE_MS`. */
export function WaitingTime({ since }: { since: string }) {
  const { row } = useTexts()
  const locale = useLocale()
  const from = Date.parse(since)
  const isLate = useNowFor(EVERY_MS, now => now - from >= LATE_MS)
  const shown = useNowFor(EVERY_MS, now => shortDuration(now - from, locale))
  const spoken = useNowFor(EVERY_MS, now => spokenTime(now - from, locale))
  return (
    <span className={`text-small font-medium tabular-nums ${isLate ? 'text-late' : 'text-waiting'}`}>
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">{row.waitsSince(spoken)}</span>
    </span>
  )
}
