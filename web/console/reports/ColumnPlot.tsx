import { useId } from 'react'
import { numberFormat } from '../../shared/formats.ts'
import { useLocale } from '../texts/useTexts.ts'
import { type Column, namedPlaces, topOf } from './columns.ts'
import { useReportTexts } from './texts/useReportTexts.ts'

/** Names of columns that fit below a plot on a phone. */
const MOST_NAMES = 8
const HEIGHT = 100
/** The part of its place that a column fills. */
const FILLED = 0.78

/** Shows values as columns, with the same values in a table. `of`: the heads of the table's two columns. */
export function ColumnPlot({
  title,
  columns,
  of: [nameHead, valueHead],
}: {
  title: string
  columns: readonly Column[]
  of: readonly [string, string]
}) {
  const texts = useReportTexts()
  const id = useId()
  const locale = useLocale()
  const count = (value: number) => numberFormat(locale, {}).format(value)
  const top = topOf(columns)
  // A name is wider than a narrow column, and must not begin before the first one.
  const isAtEdge = (at: number) => at === 0 && columns.length > MOST_NAMES
  const largest = columns.reduce<Column | undefined>(
    (most, each) => (most && most.value >= each.value ? most : each),
    undefined,
  )
  return (
    <figure aria-labelledby={id} className="min-w-0 break-inside-avoid">
      <figcaption>
        <h2 id={id} className="font-medium text-log">
          {title}
        </h2>
        {largest !== undefined && largest.value > 0 && (
          <p className="text-small text-text-2">{texts.largest(largest.name, count(largest.value))}</p>
        )}
      </figcaption>
      <div aria-hidden="true" className="pt-3">
        <div className="flex h-40 border-line-strong border-b">
          <div className="flex w-10 shrink-0 flex-col justify-between pe-2 text-end text-small text-text-3 tabular-nums">
            <span>{count(top)}</span>
            <span>{top % 2 === 0 ? count(top / 2) : ''}</span>
            <span>0</span>
          </div>
          <svg
            viewBox={`0 0 ${columns.length} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="h-full w-full min-w-0 text-line"
          >
            <title>{title}</title>
            <path
              d={`M0 0.5H${columns.length}M0 ${HEIGHT / 2}H${columns.length}`}
              stroke="currentColor"
              vectorEffect="non-scaling-stroke"
            />
            {columns.map(({ name, value }, at) => (
              <rect
                key={name}
                x={at + (1 - FILLED) / 2}
                width={FILLED}
                y={HEIGHT - (value / top) * HEIGHT}
                height={(value / top) * HEIGHT}
                className="fill-accent"
              >
                <title>{`${name}: ${count(value)}`}</title>
              </rect>
            ))}
          </svg>
        </div>
        <div className="report-axis relative ms-10 h-5 text-small text-text-3">
          {namedPlaces(columns.length, MOST_NAMES).map(at => (
            <span
              key={at}
              className={`absolute whitespace-nowrap pt-1 ${isAtEdge(at) ? '' : '-translate-x-1/2'}`}
              style={{ insetInlineStart: `${isAtEdge(at) ? 0 : ((at + 0.5) / columns.length) * 100}%` }}
            >
              {columns[at]?.short}
            </span>
          ))}
        </div>
      </div>
      <details className="report-fold pt-2">
        <summary className="w-fit cursor-pointer text-list text-text-2">{texts.asTable}</summary>
        <table className="mt-1 text-list tabular-nums">
          <thead className="text-start text-text-2">
            <tr>
              <th className="pe-6 text-start font-normal">{nameHead}</th>
              <th className="text-end font-normal">{valueHead}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row" className="pe-6 text-start font-normal">
                  {name}
                </th>
                <td className="text-end">{count(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
