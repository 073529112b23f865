import type { App } from '../../../lib/app.ts'
import { loadOrNew } from '../../../lib/conversations/load.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { HitlnextHandoff } from '../../../lib/protocol/hitlnext.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import { type Episode, episodeOf, type Session } from '../../../lib/session/session.ts'
import { hitlnextHandoff } from '../../../lib/views/hitlnext.ts'

const PAGE = 100
/** Most pages of a log that the answer about one handoff reads. */
const MAX_LOG_PAGES = 5

export interface HandoffParams {
  readonly botId: string
  readonly handoffId: string
}

/** The conversation of a handoff, and the number of its episode. */
export interface Place {
  readonly session: Session
  readonly number: number
}

/** Finds a handoff by its id. Throws `session.not_found` if this bot has none with it. */
export async function placeOf(app: App, { botId, handoffId }: HandoffParams): Promise<Place> {
  const named = episodeOf(handoffId)
  const { session } = named ? await loadOrNew(app, { botId, id: named.session }) : {}
  if (!named || !session || named.number > session.episodes) {
    throw new InterludeError('session.not_found', 'this bot has no such handoff')
  }
  return { session, number: named.number }
}

/** Makes the answer about one handoff. */
export async function handoffAt(app: App, { session, number }: Place): Promise<HitlnextHandoff> {
  const [episode] = await app.store.episodes(session.id, { before: number + 1, limit: 1 })
  if (episode?.number !== number) throw new InterludeError('session.not_found', 'this bot has no such handoff')
  const [log, attributes] = await Promise.all([logOf(app, session, episode), app.store.attributes([session.id])])
  return hitlnextHandoff(session, episode, { log, attributes: attributes.get(session.id) ?? {} })
}

/** Reads the newest entries of a log, back to the beginning of the episode if there are not too many. */
async function logOf(
  app: App,
  { id, revision }: Session,
  { startedSeq }: Pick<Episode, 'startedSeq'>,
): Promise<readonly Entry[]> {
  const log: Entry[] = []
  let before = revision + 1
  for (let pages = 0; pages < MAX_LOG_PAGES && before > startedSeq && before > 1; pages++) {
    const page = await app.store.entries(id, { before, limit: PAGE })
    log.unshift(...page)
    before = page[0]?.seq ?? 1
  }
  return log
}
