import { useState } from 'react'
import { defined } from '../../../lib/defined.ts'
import { useServer } from '../data/server.ts'
import { useQueues } from '../data/useQueues.ts'
import { Button } from '../ui/Button.tsx'
import { type Chosen, isRange, PERIODS } from './period.ts'
import { saveText } from './save-text.ts'
import { useReportTexts } from './texts/useReportTexts.ts'

const FIELD = 'h-8 rounded-control border border-line-strong bg-raised px-2 pointer-coarse:h-11'

/** Chooses the days and the queue, and saves the report as CSV. */
export function Controls({ chosen, onChoose }: { chosen: Chosen; onChoose: (chosen: Chosen) => void }) {
  const texts = useReportTexts()
  const queues = useQueues()
  const { period, from, to, queue = '' } = chosen
  const choose = (change: Partial<Chosen>) => {
    const { queue: wanted, ...rest } = { ...chosen, ...change }
    onChoose({ ...rest, ...(wanted && { queue: wanted }) })
  }
  const isKnown = queue === '' || queues.some(({ id }) => id === queue)
  return (
    <div className="report-controls flex flex-wrap items-end gap-3 pb-4">
      <label className="flex flex-col gap-1 text-small text-text-2">
        {texts.period}
        <select
          value={period}
          className={`${FIELD} text-list text-text`}
          onChange={({ target }) => choose({ period: target.value as Chosen['period'] })}
        >
          {[...PERIODS, 'own' as const].map(each => (
            <option key={each} value={each}>
              {texts.periods[each]}
            </option>
          ))}
        </select>
      </label>
      {period === 'own' && (
        <>
          <DayField label={texts.from} day={from} onChange={day => choose({ from: day })} />
          <DayField label={texts.to} day={to} onChange={day => choose({ to: day })} />
        </>
      )}
      {(queues.length > 0 || queue !== '') && (
        <label className="flex min-w-0 flex-col gap-1 text-small text-text-2">
          {texts.queue}
          <select
            value={queue}
            className={`${FIELD} max-w-60 text-list text-text`}
            onChange={({ target }) => choose({ queue: target.value })}
          >
            <option value="">{texts.allQueues}</option>
            {queues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {!isKnown && <option value={queue}>{queue}</option>}
          </select>
        </label>
      )}
      <span className="flex-1" />
      <div className="flex gap-3">
        <Button onClick={() => window.print()}>{texts.print}</Button>
        <CsvButton chosen={chosen} />
      </div>
    </div>
  )
}

function DayField({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) {
  return (
    <label className="flex flex-col gap-1 text-small text-text-2">
      {label}
      <input
        type="date"
        required
        value={day}
        className={`${FIELD} text-list text-text`}
        // A date that is typed halfway is empty.
        onChange={({ target: { value } }) => value !== '' && onChange(value)}
      />
    </label>
  )
}

function CsvButton({ chosen }: { chosen: Chosen }) {
  const texts = useReportTexts()
  const { client, botId } = useServer()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const { from, to, queue } = chosen
  const save = async () => {
    setState('loading')
    try {
      const query = { from, to, ...defined({ queue }) }
      const csv = await client.http.request('GET /api/v1/bots/{botId}/reports.csv', { path: { botId }, query })
      saveText(csv, `${botId}-${from}-${to}.csv`)
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return (
    <>
      <Button disabled={state === 'loading' || !isRange(chosen)} onClick={() => void save()}>
        {texts.csv}
      </Button>
      <span role="status" className="self-center text-late text-list">
        {state === 'failed' && texts.csvFailed}
      </span>
    </>
  )
}
