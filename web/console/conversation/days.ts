import type { Texts } from '../texts/en.ts'

const DAY_MS = 24 * 60 * 60_000

/** Returns the day of a time: today, yesterday, `Tuesday, 3 March`, and of other years with the year. */
export function dayInWords(at: string, now: number, language: string, { today, yesterday }: Texts['log']): string {
  const day = new Date(at)
  if (day.toDateString() === new Date(now).toDateString()) return today
  if (day.toDateString() === new Date(now - DAY_MS).toDateString()) return yesterday
  const isThisYear = day.getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(day)
}
