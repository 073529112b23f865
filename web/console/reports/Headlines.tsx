import type { Report } from '../../../lib/protocol/reports.ts'
import { useLocale } from '../texts/useTexts.ts'
import { useReportTexts } from './texts/useReportTexts.ts'
import { changeText, type FigureName, figureIn, valueText } from './values.ts'

const SHOWN: readonly FigureName[] = [
  'handoffs',
  'waiting',
  'waitingMedian',
  'firstResponse',
  'handling',
  'abandoned',
  'rating',
]

/** Shows the figures of all handoffs, each beside that of the period before. */
export function Headlines({ report, before }: { report: Report; before: Report | undefined }) {
  const texts = useReportTexts()
  const locale = useLocale()
  return (
    <dl className="report-headlines gap-x-6 gap-y-4">
      {SHOWN.map(name => {
        const value = figureIn(report.totals, name)
        const was = before && figureIn(before.totals, name)
        const change = changeText(value, was, locale)
        return (
          <div key={name} className="min-w-0 break-inside-avoid border-line border-t pt-2">
            <dt className="text-list text-text-2">{texts.headlines[name]}</dt>
            <dd>
              <span className="block text-[22px] leading-8 tabular-nums">{valueText(value, name, locale)}</span>
              <span className="block text-small text-text-3 tabular-nums">
                {before !== undefined && texts.before(valueText(was, name, locale))}
                {change !== undefined && ` (${change})`}
              </span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
