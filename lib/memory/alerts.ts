import { type AlertStore, isSlotFree } from '../ports/alerts.ts'
import type { AtOnce, Memory } from './memory.ts'

/** Alert slots. */
export function alerts({ alertSlots }: Memory): AtOnce<AlertStore> {
  return {
    takeAlertSlot(botId, now, until) {
      const end = alertSlots.get(botId)
      if (end !== undefined && !isSlotFree(end, now, until)) return { taken: false, until: end }
      alertSlots.set(botId, until)
      return { taken: true }
    },
  }
}
