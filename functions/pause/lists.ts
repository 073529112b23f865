import type { App } from '../../lib/app.ts'
import type { Caller } from '../../lib/auth/caller.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { defined } from '../../lib/defined.ts'
import { type Request, route } from '../../lib/http/route.ts'
import type { Page } from '../../lib/ports/sessions.ts'
import type { ConversationView } from '../../lib/protocol/conversation.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { conversationRoutes as specs } from '../../lib/protocol/routes/conversations.ts'
import { MAX_COUNT } from '../../lib/protocol/wire.ts'
import { isListed, type Listed, listOrder } from '../../lib/session/listed.ts'
import type { Session } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'
import { conversationView } from '../../lib/views/conversation.ts'

/** Most results of a search. A view filters them, so a search takes as many as it can. */
const MAX_FOUND = 100

/**
 * A list with `since` begins this much (ms) earlier. A commit carries the time of its decision, and may reach the list
 * only after the client read the list before.
 */
const OVERLAP_MS = 2 * 60_000

type ListRequest = Request<typeof specs.conversations>

export const list = route(specs.conversations, async ({ params: { botId }, query, caller }, app) => {
  const at = isoTime(app.clock.now())
  const { items, next } =
    query.view === undefined
      ? await byStatus(app, botId, query)
      : await byView(app, botId, listedBy(query.view, caller, query), query)
  return { items: items.map(conversationView), at, ...defined({ next }) }
})

export const counts = route(specs.counts, async ({ params: { botId }, caller }, app) => {
  const count = (view: ConversationView) => app.store.count({ botId, most: MAX_COUNT, ...listedBy(view, caller) })
  const [waiting, mine, paused, all] = await Promise.all([
    count('waiting'),
    count('mine'),
    count('paused'),
    count('all'),
  ])
  return { waiting, mine, paused, all }
})

/** Returns the list of a view. Throws `auth.forbidden` if a caller other than an agent asks for `mine` without an agent. */
function listedBy(
  view: ConversationView,
  caller: Caller,
  { queue, agent }: { readonly queue?: string; readonly agent?: string } = {},
): Listed {
  switch (view) {
    case 'waiting':
      return { status: 'pending', ...defined({ queue }) }
    case 'mine':
      if (agent !== undefined) return { status: 'assigned', agentId: agent }
      if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'the view "mine" is for agents only')
      return { status: 'assigned', agentId: caller.id }
    case 'paused':
    case 'all':
      return { status: view }
    default:
      return view satisfies never
  }
}

async function byView(
  app: App,
  botId: string,
  listed: Listed,
  { q, since, cursor, limit }: Omit<ListRequest['query'], 'view' | 'status'>,
): Promise<Page<Session>> {
  const text = q?.trim() ?? ''
  const { items, next } =
    text === ''
      ? await app.store.list({
          botId,
          limit,
          ...listed,
          ...defined({ cursor }),
          ...(since !== undefined && { since: Date.parse(since) - OVERLAP_MS }),
        })
      : { items: await app.store.search({ botId, text, limit: MAX_FOUND }) }
  const shown = (await now(app, items)).filter(session => isListed(session, listed))
  return { items: shown.sort(listOrder(listed)).slice(0, limit), ...defined({ next }) }
}

/**
 * Lists conversations by status, newest first. A status filters the conversations that people hold. Older than the
 * views.
 */
async function byStatus(
  app: App,
  botId: string,
  { status = 'all', view: _none, ...query }: ListRequest['query'],
): Promise<Page<Session>> {
  const listed = { status: status === 'all' ? 'all' : 'paused' } as const
  const { items, ...next } = await byView(app, botId, listed, query)
  return { items: items.filter(session => hasStatus(session, status)), ...next }
}

function hasStatus({ control }: Session, status: NonNullable<ListRequest['query']['status']>): boolean {
  if (status === 'all') return true
  if (control.holder !== 'human') return control.holder === 'supervised' && status === 'paused'
  return status === 'paused' || control.handoff.status === status
}

async function now(app: App, sessions: readonly Session[]): Promise<Session[]> {
  return await Promise.all(sessions.map(session => asOfNow(app, session)))
}
