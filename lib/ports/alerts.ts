import type { Instant } from '../session/session.ts'

/** Whether the caller publishes the bot's next notice, and if not, when the present slot ends. */
export type AlertSlot = { readonly taken: true } | { readonly taken: false; readonly until: Instant }

/** Gathers a bot's alerts: one slot a bot, and its taker publishes for all. */
export interface AlertStore {
  /**
   * Takes the bot's slot from `now` to `until` if nobody has it: of callers at the same time, one does. A slot that ends more
   * than twice that far ahead was taken by a clock that was wrong, and counts as free.
   */
  takeAlertSlot(botId: string, now: Instant, until: Instant): Promise<AlertSlot>
}

/** Past this moment no slot can end that was taken by a clock that is right; `until` as the caller would take it. */
export function latestSlotEnd(now: Instant, until: Instant): Instant {
  return now + 2 * (until - now)
}

/** Whether a slot that ends at `end` is free for a caller who would take it from `now` to `until`. */
export function isSlotFree(end: Instant | undefined, now: Instant, until: Instant): boolean {
  return end === undefined || end <= now || end > latestSlotEnd(now, until)
}
