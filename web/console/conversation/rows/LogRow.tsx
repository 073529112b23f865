import { type ComponentType, lazy, memo, Suspense } from 'react'
import type { Row } from '../rows.ts'
import { DayLine } from './DayLine.tsx'
import { MarkLine } from './MarkLine.tsx'
import { MessageLine } from './MessageLine.tsx'
import { NoteLine } from './NoteLine.tsx'
import { OutboxLine } from './OutboxLine.tsx'
import type { RowProps } from './props.ts'
import { UnknownLine } from './UnknownLine.tsx'
import { WithheldLine } from './WithheldLine.tsx'

/** Loads with the first reply of a supervised bot. */
const ProposedLine = lazy(async () => ({ default: (await import('../review/ProposedLine.tsx')).ProposedLine }))

const LINES = {
  day: DayLine,
  message: MessageLine,
  note: NoteLine,
  withheld: WithheldLine,
  proposed: ({ row }: RowProps<'proposed'>) => (
    <Suspense>
      <ProposedLine row={row} />
    </Suspense>
  ),
  mark: MarkLine,
  unknown: UnknownLine,
  outbox: OutboxLine,
} satisfies { readonly [Kind in Row['kind']]: ComponentType<RowProps<Kind>> }

/** Renders one row of the log. */
export const LogRow = memo(function LogRow({ row }: { row: Row }) {
  const Line = LINES[row.kind] as ComponentType<{ row: Row }>
  return <Line row={row} />
})
