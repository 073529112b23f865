import type { Report } from '../../../lib/protocol/reports.ts'
import { dateFormat } from '../../shared/formats.ts'
import { useQueues } from '../data/useQueues.ts'
import { useLocale } from '../texts/useTexts.ts'
import { type Bar, BarTable } from './BarTable.tsx'
import { ColumnPlot } from './ColumnPlot.tsx'
import { columnsOfDays, columnsOfHours, MOST_DAYS } from './columns.ts'
import { type FigureRow, FigureTable } from './FigureTable.tsx'
import { Headlines } from './Headlines.tsx'
import type { ReportTexts } from './texts/en.ts'
import { useReportTexts } from './texts/useReportTexts.ts'
import { durationText } from './values.ts'

/** Shows a report: headline numbers, plots, and tables of agents and queues. */
export function ReportBody({ report, before }: { report: Report; before: Report | undefined }) {
  const texts = useReportTexts()
  const locale = useLocale()
  const queues = useQueues()
  const isByMonth = report.days.length > MOST_DAYS
  const nameOfQueue = (id: string) => queues.find(each => each.id === id)?.name ?? id
  const { handoffs } = texts.headlines
  return (
    <div className="flex flex-col gap-10 pb-10">
      <div>
        <p className="pb-3 text-list text-text-2">{rangeText(report, texts, locale)}</p>
        <Headlines report={report} before={before} />
      </div>
      <ColumnPlot
        title={isByMonth ? texts.perMonth : texts.perDay}
        columns={columnsOfDays(report, locale)}
        of={[isByMonth ? texts.month : texts.day, handoffs]}
      />
      <div className="report-pair gap-10">
        <BarTable title={texts.waits} nameHead={texts.waited} bars={waits(report, texts)} />
        <BarTable title={texts.outcomesTitle} nameHead={texts.outcome} bars={outcomes(report, texts)} />
      </div>
      <ColumnPlot title={texts.perHour} columns={columnsOfHours(report)} of={[texts.hour, handoffs]} />
      <FigureTable title={texts.agents} nameHead={texts.agent} rows={agentRows(report, texts)} />
      {report.queues.some(({ queue }) => queue !== null) && (
        <FigureTable title={texts.queues} nameHead={texts.queue} rows={queueRows(report, texts, nameOfQueue)} />
      )}
    </div>
  )
}

function rangeText({ from, to, timeZone }: Report, texts: ReportTexts, locale: string): string {
  const format = dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const day = (text: string) => format.format(Date.parse(`${text}T12:00:00Z`))
  return texts.daysOf(day(from), day(to), timeZone)
}

function waits({ totals, bucketBoundsMs }: Report, texts: ReportTexts): readonly Bar[] {
  return totals.waiting.buckets.map((value, bucket) => {
    const bound = bucketBoundsMs[bucket]
    return { name: bound === undefined ? texts.longer : texts.upTo(durationText(bound)), value }
  })
}

function outcomes({ totals }: Report, texts: ReportTexts): readonly Bar[] {
  const names = Object.keys(texts.outcomes) as (keyof ReportTexts['outcomes'])[]
  return names.map(name => ({ name: texts.outcomes[name], value: totals.outcomes[name] }))
}

/** Those without an agent are last, however many they are. */
function agentRows({ agents }: Report, texts: ReportTexts): readonly FigureRow[] {
  const agentsFirst = agents.toSorted((one, two) => Number(one.agent === null) - Number(two.agent === null))
  return agentsFirst.map(({ agent, others, ...figures }) => ({
    key: others ? 'others' : `id ${agent?.id ?? ''}`,
    name: others ? texts.others : agent ? (agent.name ?? agent.id) : texts.nobody,
    figures,
  }))
}

function queueRows({ queues }: Report, texts: ReportTexts, nameOf: (id: string) => string): readonly FigureRow[] {
  return queues.map(({ queue, others, ...figures }) => ({
    key: others ? 'others' : `id ${queue ?? ''}`,
    name: others ? texts.others : queue === null ? texts.noQueue : nameOf(queue),
    figures,
  }))
}
