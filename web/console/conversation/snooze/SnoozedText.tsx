import type { Snooze } from '../../data/views.ts'
import { useLocale } from '../../texts/useTexts.ts'
import { dayAndTime } from '../../ui/times.ts'
import { useNow } from '../../ui/useNow.ts'
import { useSnoozeTexts } from './texts/useSnoozeTexts.ts'

const EVERY_MS = 1_000

/** Tells the end of a snooze. `name`: the agent who snoozed the conversation; missing: the one who looks at it. */
export function SnoozedText({ name, snooze: { until } }: { name: string | undefined; snooze: Snooze }) {
  const snooze = useSnoozeTexts()
  const locale = useLocale()
  const now = useNow(EVERY_MS)
  if (until === undefined) return name === undefined ? snooze.untilWrites : snooze.otherUntilWrites(name)
  const time = dayAndTime(until, now, locale)
  return name === undefined ? snooze.until(time) : snooze.otherUntil(name, time)
}
