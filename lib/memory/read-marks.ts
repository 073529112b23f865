import { READ_MARK_MS, type ReadMarkStore } from '../ports/read-marks.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** Read marks: how far each agent has read each conversation. */
export function readMarks({ readMarks: marks }: Memory): AtOnce<ReadMarkStore> {
  return {
    raiseReadMark({ agentId, session, seq }, now) {
      const key = keyOf(agentId, session)
      const before = marks.get(key)
      if (before && before.until > now && before.seq >= seq) return { seq: before.seq, raised: false }
      marks.set(key, { seq, until: now + READ_MARK_MS })
      return { seq, raised: true }
    },

    readMarks: (agentId, sessions, now) =>
      new Map(
        sessions.flatMap(session => {
          const mark = marks.get(keyOf(agentId, session))
          return mark && mark.until > now ? [[session, mark.seq] as const] : []
        }),
      ),
  }
}
