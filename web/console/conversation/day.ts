let [dayBegins, dayEnds] = [0, 0]

/**
 * Returns the start of the day of a time, in the agent's time zone. Cached, because most entries are of the same day.
 */
export function dayOf(at: string): number {
  const time = Date.parse(at)
  if (time < dayBegins || time >= dayEnds) {
    const day = new Date(time)
    dayBegins = day.setHours(0, 0, 0, 0)
    dayEnds = day.setDate(day.getDate() + 1)
  }
  return dayBegins
}
