import type { Instant } from '../session/session.ts'

/** Whether the caller has the slot, and so publishes the bot's next notice; if not, when the current slot ends. */
export type AlertSlot = { readonly taken: true } | { readonly taken: false; readonly until: Instant }

/** Groups a bot's alerts: a bot has one slot, and the caller who takes it publishes for all. */
export interface AlertStore {
  /**
   * Takes the bot's slot from `now` to `until` if it is free: of concurrent callers one gets it. A slot that ends more
   * than twice that far ahead comes from a wrong clock, and counts as free.
   */
  takeAlertSlot(botId: string, now: Instant, until: Instant): Promise<AlertSlot>
}

/** The latest end that a slot from a correct clock can have. `until` is the end that the caller would set. */
export function latestSlotEnd(now: Instant, until: Instant): Instant {
  return now + 2 * (until - now)
}

/** Whether a slot that ends at `end` is free for a caller who would take it from `now` to `until`. */
export function isSlotFree(end: Instant | undefined, now: Instant, until: Instant): boolean {
  return end === undefined || end <= now || end > latestSlotEnd(now, until)
}
