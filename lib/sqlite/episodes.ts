import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { Address, Episode } from '../session/session.ts'
import { decodeCursor, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import { KEY_OF_ID, keysOf } from './session-keys.ts'
import { sessionFrom } from './session-text.ts'

interface HandoffRow {
  readonly started_at: number
  readonly session: number
  readonly number: number
  readonly json: string
  readonly state: string
}

/** Episodes, of a conversation and of a bot. */
export function episodes(database: Database): Pick<SessionStore, 'episodes' | 'handoffs'> {
  const ofSession = (past: '>' | '<', order: 'ASC' | 'DESC') =>
    database.prepare(
      `SELECT json FROM episode WHERE session = ${KEY_OF_ID} AND number ${past} ?
       ORDER BY number ${order} LIMIT ?`,
    )
  const episodesAfter = ofSession('>', 'ASC')
  const episodesBefore = ofSession('<', 'DESC')
  const ofBot = (past: '>' | '<', order: 'ASC' | 'DESC') =>
    database.prepare(
      `SELECT started_at, session, number, json, state FROM episode JOIN session ON pk = session
       WHERE episode.bot = ? AND (started_at, session, number) ${past} (?, ?, ?)
       ORDER BY started_at ${order}, session ${order}, number ${order} LIMIT ?`,
    )
  const handoffsAfter = ofBot('>', 'ASC')
  const handoffsBefore = ofBot('<', 'DESC')

  return {
    episodes: (id, range) =>
      database.read(() =>
        'after' in range
          ? episodesFrom(episodesAfter.all(...keysOf(id), range.after, range.limit))
          : episodesFrom(episodesBefore.all(...keysOf(id), range.before, range.limit)).reverse(),
      ),

    handoffs: ({ botId, limit, cursor, since }) =>
      database.read(() => {
        const isOldestFirst = since !== undefined
        const isFirstPage = isOldestFirst && cursor === undefined
        const [startedAt = 0, pk = 0, number = 0] = isFirstPage ? [since] : decodeCursor(cursor, 3)
        const found = isOldestFirst ? handoffsAfter : handoffsBefore
        const rows = found.all(botId, startedAt, pk, number, limit + 1) as unknown as HandoffRow[]
        return pageOf(rows, limit, handoffOf, row => [row.started_at, row.session, row.number])
      }),
  }
}

function episodesFrom(rows: readonly unknown[]): Episode[] {
  return (rows as readonly { json: string }[]).map(({ json }) => JSON.parse(json) as Episode)
}

function handoffOf({ json, state }: HandoffRow): Episode & { readonly session: string } & Address {
  const { id, botId, channel, userId, threadId } = sessionFrom(state)
  const episode = JSON.parse(json) as Episode
  return { ...episode, session: id, botId, channel, userId, ...defined({ threadId }) }
}
