import { type AlertStore, isSlotFree } from '../ports/alerts.ts'
import type { Instant } from '../session/session.ts'

/** Slots of alerts, in memory: one process serves the file, and a restart may well send a notice more. */
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
