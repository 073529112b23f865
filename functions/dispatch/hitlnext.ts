import type { App } from '../../lib/app.ts'
import { newestEntries } from '../../lib/conversations/newest-entries.ts'
import { hearersOf, pushNews } from '../../lib/effects/hitlnext-hearers.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import type { SessionChange } from '../../lib/ports/feed.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { Entry, MessageEntry } from '../../lib/protocol/entry.ts'
import type { HitlnextNews } from '../../lib/protocol/hitlnext.ts'
import { episodeRecord } from '../../lib/session/control.ts'
import type { Episode, Session } from '../../lib/session/session.ts'
import { hitlnextEvent, hitlnextHandoff } from '../../lib/views/hitlnext.ts'
import { handoffNews, messageNews, type Touched, touchedBy } from '../../lib/views/hitlnext-news.ts'

const CONVERSATIONS_AT_ONCE = 8

/** A change with its position in the feed. */
interface Placed {
  readonly position: string
  readonly change: SessionChange
}

/**
 * Pushes the events of handoffs in the shape of Botpress' `hitlnext`, in order for each conversation. Returns the
 * positions of changes that it could not read, so that the feed delivers them again. A push that fails is not repeated.
 */
export async function pushHandoffs(
  app: App,
  records: readonly Placed[],
  sockets: ReadonlyMap<string, readonly StoredSocket[]>,
): Promise<readonly string[]> {
  const now = app.clock.now()
  const hearersAt = new Map([...sockets].map(([botId, ofBot]) => [botId, hearersOf(ofBot, now)]))
  const wanted = records.filter(({ change }) => hearersAt.get(change.session.botId)?.length)
  const made = new Map<string, readonly HitlnextNews[]>()
  const bySession = Map.groupBy(wanted, ({ change }) => change.session.id)
  const failures = await inParallel([...bySession], CONVERSATIONS_AT_ONCE, async ([id, ofSession]) => {
    const changes = ofSession.map(({ change }) => change)
    made.set(id, await newsOf(app, changes))
  })
  const byBot = Map.groupBy(bySession, ([, [record]]) => record?.change.session.botId ?? '')
  await Promise.all(
    [...byBot].map(async ([botId, conversations]) => {
      const news = conversations.flatMap(([id]) => made.get(id) ?? [])
      await pushNews(app, hearersAt.get(botId) ?? [], news)
    }),
  )
  return failures.flatMap(({ item: [session, ofSession], error }) => {
    app.log.error('making events of handoffs failed', { session, error: String(error) })
    return ofSession.map(({ position }) => position)
  })
}

/** A change that concerns a handoff. */
interface Concern {
  readonly session: Session
  readonly touched: Touched
}

/** Makes the events of one conversation's changes, each with the state after its own commit. */
async function newsOf(app: App, changes: readonly SessionChange[]): Promise<readonly HitlnextNews[]> {
  const concerns = inOrder(changes)
    .map((change): Concern => ({ session: change.session, touched: touchedBy(change) }))
    .filter(({ touched: { handoffs, said } }) => handoffs.size > 0 || said.length > 0)
  const newest = concerns.at(-1)?.session
  if (!newest) return []
  const [log, attributes] = await Promise.all([newestEntries(app.store, newest), app.store.attributes([newest.id])])
  const facts = { log, attributes: attributes.get(newest.id) ?? {} }
  const news: HitlnextNews[] = []
  for (const concern of concerns) news.push(...(await newsOfCommit(app, concern, facts)))
  return news
}

/** The feed may deliver a record twice in one batch. */
function inOrder(changes: readonly SessionChange[]): readonly SessionChange[] {
  let upTo = 0
  return changes.filter(({ session: { revision } }) => {
    const isNew = revision > upTo
    if (isNew) upTo = revision
    return isNew
  })
}

type Attributes = Readonly<Record<string, unknown>>

async function newsOfCommit(
  app: App,
  { session, touched: { handoffs, said } }: Concern,
  facts: { readonly log: readonly Entry[]; readonly attributes: Attributes },
): Promise<readonly HitlnextNews[]> {
  const seen = await logUpTo(app, session, facts.log)
  const news: HitlnextNews[] = []
  for (const [number, type] of handoffs) {
    const episode = await episodeAt(app, session, number)
    const { attributes } = facts
    news.push(handoffNews(type, hitlnextHandoff(session, episode, { log: seen, attributes })))
  }
  // The feed has only the head of a long message.
  const whole = (head: MessageEntry) => seen.find(({ seq }) => seq === head.seq) as MessageEntry | undefined
  return [...news, ...said.map(head => messageNews(hitlnextEvent(session, whole(head) ?? head)))]
}

/** Returns the newest entries as of a commit. Reads again if `log`, which was read later, lacks its beginning. */
async function logUpTo(app: App, session: Session, log: readonly Entry[]): Promise<readonly Entry[]> {
  const { revision } = session
  if (log[0]?.seq === 1 || log.at(-1)?.seq === revision) return log.filter(({ seq }) => seq <= revision)
  return await newestEntries(app.store, session)
}

/** Returns an episode as of a commit: from the state if it was open then, and otherwise from the store. */
async function episodeAt(app: App, { id, control, episodes }: Session, number: number): Promise<Episode> {
  if (control.holder === 'human' && number === episodes) return episodeRecord(number, control)
  const [episode] = await app.store.episodes(id, { before: number + 1, limit: 1 })
  if (episode?.number !== number) throw new Error(`the store lacks episode ${number}`)
  return episode
}
