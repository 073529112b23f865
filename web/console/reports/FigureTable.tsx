import { useId } from 'react'
import type { ReportFigures } from '../../../lib/protocol/reports.ts'
import { useLocale } from '../texts/useTexts.ts'
import { useReportTexts } from './texts/useReportTexts.ts'
import { type FigureName, figureIn, valueText } from './values.ts'

const COLUMNS = [
  'handoffs',
  'waiting',
  'firstResponse',
  'handling',
  'abandoned',
  'rating',
] as const satisfies readonly FigureName[]

/** A row: the name of an agent or a queue, and its figures. */
export interface FigureRow {
  readonly key: string
  readonly name: string
  readonly figures: ReportFigures
}

/** Shows the figures of agents or queues. `nameHead`: the head of their names. */
export function FigureTable({
  title,
  nameHead,
  rows,
}: {
  title: string
  nameHead: string
  rows: readonly FigureRow[]
}) {
  const texts = useReportTexts()
  const id = useId()
  const locale = useLocale()
  return (
    <div className="min-w-0">
      <h2 id={id} className="font-medium text-log">
        {title}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard. */}
      <section aria-labelledby={id} tabIndex={0} className="mt-2 report-scroll overflow-x-auto">
        <table className="w-full text-list tabular-nums">
          <thead className="text-small text-text-2">
            <tr className="border-line border-b">
              <th className="py-1 pe-4 text-start font-normal">{nameHead}</th>
              {COLUMNS.map(column => (
                <th key={column} className="py-1 ps-4 text-end align-bottom font-normal">
                  {texts.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, figures }) => (
              <tr key={key} className="h-8 border-line border-b">
                <th scope="row" className="max-w-60 truncate pe-4 text-start font-normal">
                  <bdi>{name}</bdi>
                </th>
                {COLUMNS.map(column => (
                  <td key={column} className="whitespace-nowrap ps-4 text-end">
                    {valueText(figureIn(figures, column), column, locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="pt-1 text-small text-text-3">{texts.averages}</p>
    </div>
  )
}
