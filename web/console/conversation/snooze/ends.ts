/** The ends of a snooze that the menu offers, in ms since 1970. */
export interface Ends {
  readonly hour: number
  readonly tomorrow: number
  /** Missing on a Sunday, whose tomorrow is a Monday. */
  readonly monday?: number
}

const HOUR_MS = 3_600_000
/** The time of day at which a conversation wakes on another day. */
const HOUR_OF_DAY = 9
const SUNDAY = 0

/** Returns the ends that are offered at `now`, on the clock of the agent's computer. */
export function endsFrom(now: number): Ends {
  const day = new Date(now).getDay()
  const tomorrow = morningAfter(now, 1)
  return { hour: now + HOUR_MS, tomorrow, ...(day !== SUNDAY && { monday: morningAfter(now, 8 - day) }) }
}

function morningAfter(now: number, days: number): number {
  const at = new Date(now)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, HOUR_OF_DAY).getTime()
}

/** Longest time (ms) for which the server snoozes a conversation. */
const MOST_MS = 30 * 24 * HOUR_MS

/** Whether the server takes a time as the end of a snooze. */
export function isInReach(at: number, now: number): boolean {
  return at > now && at <= now + MOST_MS
}

/** A time on the clock of the agent's computer, as a field for date and time has it: `2026-01-06T09:00`. */
export function fieldValue(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
}
