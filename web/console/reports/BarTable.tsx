import { useId } from 'react'
import { numberFormat } from '../../shared/formats.ts'
import { useLocale } from '../texts/useTexts.ts'
import { useReportTexts } from './texts/useReportTexts.ts'

/** A row: its name, and how many handoffs it has. */
export interface Bar {
  readonly name: string
  readonly value: number
}

/** Shows how many handoffs each of a few kinds has: a table whose rows have bars, so that it is a plot, too. */
export function BarTable({ title, nameHead, bars }: { title: string; nameHead: string; bars: readonly Bar[] }) {
  const { number, share } = useReportTexts()
  const id = useId()
  const locale = useLocale()
  const total = bars.reduce((sum, { value }) => sum + value, 0)
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const part = (value: number) =>
    numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(total === 0 ? 0 : value / total)
  return (
    <section aria-labelledby={id} className="min-w-0 break-inside-avoid">
      <h2 id={id} className="font-medium text-log">
        {title}
      </h2>
      <table aria-labelledby={id} className="mt-2 w-full text-list tabular-nums">
        <thead className="text-small text-text-2">
          <tr>
            <th className="w-36 pe-3 text-start font-normal">{nameHead}</th>
            <td />
            <th className="w-16 ps-3 text-end font-normal">{number}</th>
            <th className="w-14 ps-3 text-end font-normal">{share}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, value }) => (
            <tr key={name} className="h-7">
              <th scope="row" className="pe-3 text-start font-normal">
                {name}
              </th>
              <td aria-hidden="true">
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-3 w-full">
                  <title>{`${name}: ${value}`}</title>
                  <rect width={(100 * value) / most} height="8" className="fill-accent" />
                </svg>
              </td>
              <td className="ps-3 text-end">{numberFormat(locale, {}).format(value)}</td>
              <td className="ps-3 text-end text-text-2">{part(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
