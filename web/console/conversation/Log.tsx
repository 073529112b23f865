import { ArrowDown } from 'lucide-react'
import {
  lazy,
  memo,
  type Ref,
  type RefObject,
  Suspense,
  useCallback,
  useImperativeHandle,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { type CustomItemComponentProps, Virtualizer } from 'virtua'
import type {
  ConversationHandle,
  ConversationSnapshot,
  LogReader,
  OutboxItem,
  ReaderSnapshot,
} from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import { useMarkRead } from '../data/useMarks.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { newsIn } from './news.ts'
import { LogRow } from './rows/LogRow.tsx'
import { RowsCache } from './rows.ts'
import { RowsContext, useRow } from './rowsContext.ts'
import { useLogScroll } from './useLogScroll.ts'

/** Loads with the first receipt. The log shows no marks if it cannot load. */
const ReceiptMark = lazy(() =>
  import('./rows/ReceiptMark.tsx').then(
    ({ ReceiptMark }) => ({ default: ReceiptMark }),
    () => ({ default: () => null }),
  ),
)

/** Renders rows this far beyond the edges, so that fast scrolling shows no gap. */
const BUFFER_PX = 1_200

export interface LogHandle {
  /** Goes to an entry anywhere in the log. */
  goTo(seq: number): void
}

/** The conversation's log, newest at the bottom. */
export const Log = memo(function Log({
  handle,
  now,
  scroller,
  ref,
}: {
  handle: ConversationHandle
  now: ConversationSnapshot
  scroller: RefObject<HTMLElement | null>
  ref?: Ref<LogHandle>
}) {
  const { log } = useTexts()
  const { agent } = useServer()
  const { reader, stretch } = useReader(handle)
  const rows = useRows(stretch, now.outbox)
  const { list, onScroll, onResize, isShifted, leftAt, toEnd, goTo, aim } = useLogScroll({
    scroller,
    reader,
    stretch,
    now,
    rows,
  })
  useImperativeHandle(ref, () => ({ goTo }))
  useMarkRead(handle.session, leftAt === undefined ? now.cursor : undefined)
  const fresh = leftAt === undefined ? 0 : newsIn(now.entries, leftAt, agent.id).length
  const hasReceipts = now.receipts.deliveredUpTo > 0
  const shown = useMemo(() => ({ rows, length: now.cursor, aim, hasReceipts }), [rows, now.cursor, aim, hasReceipts])
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label={log.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focusable child, the keyboard could not scroll the log.
        tabIndex={0}
        className="flex h-full flex-col overflow-y-auto overscroll-contain px-4"
        // The virtual list anchors the scroll position itself.
        style={{ overflowAnchor: 'none' }}
      >
        {rows.length === 0 && !stretch.hasEarlier && <EmptyState title={log.empty} />}
        {/* Pushes the rows to the bottom if there are few. */}
        <div className="flex-1" />
        <RowsContext value={shown}>
          <Virtualizer
            key={stretch.place}
            ref={list}
            scrollRef={scroller}
            as="ol"
            item={LogItem}
            data={rows}
            bufferSize={BUFFER_PX}
            shift={isShifted}
            onScroll={onScroll}
            onResize={onResize}
          >
            {row => <LogRow key={row.key} row={row} />}
          </Virtualizer>
        </RowsContext>
      </section>
      {stretch.isLoading && (
        <p className="late pointer-events-none absolute inset-x-0 top-2 mx-auto w-max rounded-full bg-raised px-3 py-1 text-small text-text-2 shadow">
          {log.loadingEarlier}
        </p>
      )}
      {leftAt !== undefined && (
        <Button onClick={toEnd} className="absolute! inset-x-0 bottom-2 mx-auto w-max rounded-full! shadow">
          {fresh > 0 ? log.newBelow(fresh) : log.toEnd}
          <ArrowDown size={14} aria-hidden="true" />
        </Button>
      )}
    </div>
  )
})

function useReader(handle: ConversationHandle): { readonly reader: LogReader; readonly stretch: ReaderSnapshot } {
  const reader = useMemo(() => handle.reader(), [handle])
  const subscribe = useCallback((listener: () => void) => reader.subscribe(listener), [reader])
  return { reader, stretch: useSyncExternalStore(subscribe, () => reader.snapshot()) }
}

const NONE: readonly OutboxItem[] = []

function useRows({ entries, after, upto, hasLater }: ReaderSnapshot, outbox: readonly OutboxItem[]) {
  const { agent } = useServer()
  // Collects every place where a page began, so that the rows there never change.
  const [seams] = useState(() => new Set<number>())
  seams.add(after)
  if (hasLater) seams.add(upto)
  const [cache] = useState(() => new RowsCache())
  // If the stretch has later pages, they come before the outbox.
  const waiting = hasLater ? NONE : outbox
  return useMemo(
    () => cache.rowsOf(entries, waiting, { isWhole: after === 0, seams, me: agent.id }),
    [cache, entries, waiting, after, seams, agent.id],
  )
}

/** Renders a row with its position in the whole log, of which the page contains only a part. */
function LogItem({ style, index, children, ref }: CustomItemComponentProps) {
  const { row, place, length, isAim, hasReceipts } = useRow(index)
  return (
    <li
      ref={ref}
      style={style}
      data-kind={row?.kind}
      data-seq={place}
      className={isAim ? 'rounded-card bg-note-ground' : undefined}
      aria-setsize={place === undefined ? undefined : length}
      aria-posinset={place}
    >
      {children}
      {hasReceipts && row?.kind === 'message' && (
        <Suspense>
          <ReceiptMark seq={row.entry.seq} />
        </Suspense>
      )}
    </li>
  )
}
