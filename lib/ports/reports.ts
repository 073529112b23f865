import type { Counts } from '../session/tally.ts'

/** Counters of one day, queue and agent of a bot. */
export interface StoredTally {
  /** `2026-12-01`, on the clocks of the bot's reports when it was counted. */
  readonly day: string
  /** Missing: handoffs without a queue. */
  readonly queue?: string
  /** Missing: handoffs without an agent. The name is the newest one. */
  readonly agent?: { readonly id: string; readonly name?: string }
  readonly counts: Counts
}

/** A range of days or months, both ends included: `2026-12-01`, `2026-12`. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** A summary of a closed day (`2026-12-01`) or a closed month (`2026-12`), as text. */
export interface StoredSummary {
  readonly period: string
  readonly body: string
}

/**
 * The counters of handoffs, and their summaries. Only commits change the counters: each adds the tallies of its decision
 * in its own transaction, so that a handoff is counted once. Every read sees each acknowledged commit.
 */
export interface ReportStore {
  /** The counters of each day, queue and agent in a range of days, in no order. */
  tallies(botId: string, days: Range): Promise<readonly StoredTally[]>
  /** The summaries in a range of days, or in a range of months, in order. Missing ones are left out. */
  summaries(botId: string, periods: Range): Promise<readonly StoredSummary[]>
  /** Stores a summary, of at most `MAX_SUMMARY_BYTES`. Replaces the one of the same period. */
  putSummary(botId: string, summary: StoredSummary): Promise<void>
}

/** Below DynamoDB's limit of an item, 400 KB. */
export const MAX_SUMMARY_BYTES = 350_000
