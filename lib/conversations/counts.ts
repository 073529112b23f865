import type { Count, Metrics } from '../ports/system.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Decision } from '../session/decide.ts'
import type { Session } from '../session/session.ts'
import { isWaiting } from '../session/waits.ts'

/** Metrics that count nothing. */
export const noMetrics: Metrics = { count() {} }

/**
 * Returns what to count of a decision once it is committed. It reads the entries, since an entry is written once,
 * however often its command is sent, tried or raced.
 */
export function countsOf({ before, entries }: Pick<Decision<unknown>, 'before' | 'entries'>): readonly Count[] {
  return entries.flatMap(entry => countOf(before, entry) ?? [])
}

function countOf(before: Session, entry: Entry): Count | undefined {
  switch (entry.kind) {
    case 'paused':
      // A client may name any trigger, so count only a failure that the system itself recorded.
      return entry.trigger === 'bot_failed' && entry.by.type === 'system' ? 'BotFailures' : undefined
    case 'alerted':
      return entry.count === 1 ? 'HandoffsRequested' : 'HandoffsWaiting'
    case 'resumed':
      // An assigned conversation also expires when it is idle, but then an agent came.
      return entry.outcome === 'expired' && isWaiting(before) ? 'HandoffsGivenUp' : undefined
    case 'undeliverable':
      return 'DeliveriesFailed'
    default:
      return undefined
  }
}
