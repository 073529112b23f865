import type { SessionStore } from '../ports/sessions.ts'
import { sessionId } from '../session/session.ts'
import { textOf } from './item.ts'
import { keys, sessionAtEnd } from './keys.ts'
import { beginning, type Table } from './reads.ts'

/** A user's conversations with a thread on a channel: one item for each, in the user's partition. */
export function threads(table: Table): Pick<SessionStore, 'threads'> {
  return {
    async threads({ limit, ...user }) {
      if (limit <= 0) return []
      const items = await beginning(table, keys.threads(sessionId(user)), limit, { consistent: true, backward: true })
      return items.map(item => sessionAtEnd(textOf(item, 'SK')))
    },
  }
}
