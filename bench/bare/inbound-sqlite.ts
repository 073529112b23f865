import { join } from 'node:path'
import type { Session } from '../../lib/session/session.ts'
import { openDatabase } from '../../lib/sqlite/database.ts'
import { serve } from './http.ts'
import { withMessage } from './message.ts'

/**
 * A bare server for messages: writes the same rows with the same database, without tokens, schemas, rules, detection of
 * retries and notifications.
 */
const database = openDatabase(join(process.argv[2] ?? '', 'interlude.db'))
const read = database.prepare('SELECT version, state FROM session WHERE id = ?')

let upTo = 0
/** Acknowledges the feed once per turn of the event loop, as its reader does. */
function served(position: number): void {
  if (upTo === 0) {
    setImmediate(() => {
      void database.write('acknowledge', upTo)
      upTo = 0
    })
  }
  upTo = Math.max(upTo, position)
}

serve(
  async body => {
    const { session: id, ...message } = JSON.parse(body)
    for (;;) {
      const { version, state } = read.get(id) as { version: number; state: string }
      const { session, entry, due } = withMessage(JSON.parse(state) as Session, message)
      const committed = await database.write('commit', {
        version,
        row: {
          id,
          botId: session.botId,
          channel: session.channel,
          hasThread: session.threadId !== undefined,
          userId: session.userId,
          fullName: session.user.fullName ?? '',
          email: '',
          revision: session.revision,
          paused: 0,
          lastEventAt: session.lastEventAt,
          waitingSince: null,
          queue: null,
          agentId: null,
          due,
          state: JSON.stringify(session),
        },
        entries: [{ seq: entry.seq, json: JSON.stringify(entry) }],
        episodes: [],
        attributes: undefined,
        seating: undefined,
        tallies: [],
      })
      if (!committed) continue
      served(committed.appended?.position ?? 0)
      return { session: id, seq: entry.seq, epoch: session.epoch, paused: false, replies: [] }
    }
  },
  () => database.close(),
)
