import { dayName } from '../../../shared/times.ts'
import { useLocale } from '../../texts/useTexts.ts'
import type { RowProps } from './props.ts'

/** Shows the date of the entries below it. */
export function DayLine({ row }: RowProps<'day'>) {
  const locale = useLocale()
  return (
    <p className="flex items-center justify-center pt-5 pb-1">
      <time dateTime={row.at} className="rounded-full bg-sunken px-3 py-0.5 font-medium text-small text-text-2">
        {dayName(row.at, Date.now(), locale)}
      </time>
    </p>
  )
}
