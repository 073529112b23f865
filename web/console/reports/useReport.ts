import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ProblemError } from '../../../lib/client/index.ts'
import { defined } from '../../../lib/defined.ts'
import type { Report } from '../../../lib/protocol/reports.ts'
import { useServer } from '../data/server.ts'
import { type Chosen, isRange, rangeBefore } from './period.ts'

/** A report and the one of the period before it. */
export type ReportState =
  | { readonly status: 'loading' }
  | { readonly status: 'forbidden' }
  | { readonly status: 'wrong range' }
  | { readonly status: 'failed'; readonly error: Error; readonly reload: () => void }
  | { readonly status: 'ready'; readonly report: Report; readonly before: Report | undefined; readonly isOld: boolean }

/** How long (ms) a report counts as fresh. */
const FRESH_MS = 60_000

/** Reads the report that the page shows. Keeps the last one on screen while another one loads. */
export function useReport(chosen: Chosen): ReportState {
  const { from, to, queue } = chosen
  const isValid = isRange(chosen)
  const now = useQuery({ ...useReportQuery({ from, to, queue }), enabled: isValid, placeholderData: keepPreviousData })
  const before = useQuery({ ...useReportQuery({ ...rangeBefore(chosen), queue }), enabled: isValid })
  if (!isValid) return { status: 'wrong range' }
  if (now.error instanceof ProblemError && now.error.code === 'auth.forbidden') return { status: 'forbidden' }
  if (now.data) return { status: 'ready', report: now.data, before: before.data, isOld: now.isPlaceholderData }
  if (now.error) return { status: 'failed', error: now.error, reload: () => void now.refetch() }
  return { status: 'loading' }
}

function useReportQuery({ from, to, queue }: { from: string; to: string; queue: string | undefined }) {
  const { client, botId } = useServer()
  return {
    queryKey: ['report', botId, from, to, queue],
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      const query = { from, to, ...defined({ queue }) }
      return client.http.request('GET /api/v1/bots/{botId}/reports', { path: { botId }, query, signal })
    },
    staleTime: FRESH_MS,
  }
}
