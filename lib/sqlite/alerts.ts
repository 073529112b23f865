import { type AlertStore, isSlotFree } from '../ports/alerts.ts'
import type { Instant } from '../session/session.ts'

/** Alert slots, in memory. One process serves the file, and at worst a restart causes one more notice. */
export function alerts(): AlertStore {
  const ends = new Map<string, Instant>()
  return {
    async takeAlertSlot(botId, now, until) {
      const end = ends.get(botId)
      if (end !== undefined && !isSlotFree(end, now, until)) return { taken: false, until: end }
      ends.set(botId, until)
      return { taken: true }
    },
  }
}
