import './reports.css'
import { useLocation, useSearch } from 'wouter'
import { pathOf } from '../app/paths.ts'
import { useServer } from '../data/server.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { Controls } from './Controls.tsx'
import { type Chosen, chosenIn, queryOf } from './period.ts'
import { ReportBody } from './ReportBody.tsx'
import { ReportSkeleton } from './ReportSkeleton.tsx'
import { useReportTexts } from './texts/useReportTexts.ts'
import { useReport } from './useReport.ts'

/** Shows supervisors and admins how many handoffs ended, and how long users waited. Its address names days and queue. */
export function ReportsPage() {
  const texts = useReportTexts()
  const { botId } = useServer()
  const [, go] = useLocation()
  const chosen = chosenIn(new URLSearchParams(useSearch()), Date.now())
  const choose = (next: Chosen) => go(`${pathOf({ page: 'reports', botId })}${queryOf(next)}`, { replace: true })
  return (
    <div className="report-page h-full overflow-y-auto px-4 pt-4 shell:px-6 shell:pt-6">
      <div className="mx-auto max-w-5xl">
        <h1 className="pb-4 font-medium text-title">
          {texts.label} · <bdi>{botId}</bdi>
        </h1>
        <Parts chosen={chosen} onChoose={choose} />
      </div>
    </div>
  )
}

function Parts({ chosen, onChoose }: { chosen: Chosen; onChoose: (chosen: Chosen) => void }) {
  const texts = useReportTexts()
  const state = useReport(chosen)
  if (state.status === 'forbidden') return <EmptyState title={texts.forbidden} />
  return (
    <>
      <Controls chosen={chosen} onChoose={onChoose} />
      <Content state={state} />
    </>
  )
}

function Content({ state }: { state: Exclude<ReturnType<typeof useReport>, { status: 'forbidden' }> }) {
  const texts = useReportTexts()
  switch (state.status) {
    case 'loading':
      return <ReportSkeleton label={texts.loading} />
    case 'wrong range':
      return <EmptyState title={texts.wrongRange} />
    case 'failed':
      return <FailedState error={state.error} onRetry={state.reload} />
    case 'ready': {
      const { report, before, isOld } = state
      const { handoffs, ratings } = report.totals
      if (handoffs + ratings.count === 0) return <EmptyState title={texts.none} more={texts.noneMore} />
      return (
        <div aria-busy={isOld} className={isOld ? 'opacity-60' : ''}>
          <ReportBody report={report} before={before} />
        </div>
      )
    }
    default:
      return state satisfies never
  }
}
