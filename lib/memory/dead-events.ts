import { DEAD_EVENT_MS, type DeadEventStore } from '../ports/dead-events.ts'
import { pageOf } from './cursor.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** Dead letters of events. */
export function deadEvents({ deadEvents: all }: Memory): AtOnce<DeadEventStore> {
  const nameOf = (session: string, seq: number) => keyOf(session, String(seq))
  const nextPlace = () => [...all.values()].reduce((newest, { place }) => Math.max(newest, place), 0) + 1
  return {
    putDeadEvent(botId, dead) {
      const name = nameOf(dead.session, dead.seq)
      all.set(name, { botId, dead, place: all.get(name)?.place ?? nextPlace() })
    },

    deadEvents({ botId, limit, cursor }, now) {
      const ofBot = [...all.values()].filter(each => each.botId === botId && each.dead.failedAt > now - DEAD_EVENT_MS)
      const ordered = ofBot.map(({ dead, place }) => ({ item: dead, order: [dead.at, place] }))
      return pageOf(ordered, limit, cursor)
    },

    removeDeadEvent(_botId, { session, seq }) {
      const name = nameOf(session, seq)
      if (all.has(name)) all.delete(name)
    },
  }
}
