import type { App } from '../../../lib/app.ts'
import { type Agent, agentOf, isAdmin } from '../../../lib/auth/caller.ts'
import { loadOrNew } from '../../../lib/conversations/load.ts'
import { readBounded } from '../../../lib/conversations/read-bounded.ts'
import { defined } from '../../../lib/defined.ts'
import { inParallel } from '../../../lib/effects/parallel.ts'
import type { Handler, Request } from '../../../lib/http/route.ts'
import { type Entry, type MessageEntry, messagesOf } from '../../../lib/protocol/entry.ts'
import type { HitlnextAgent, HitlnextHandoff } from '../../../lib/protocol/hitlnext.ts'
import type { SessionId } from '../../../lib/protocol/ids.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import type { hitlnextRoutes as specs } from '../../../lib/protocol/routes/hitlnext.ts'
import type { Session } from '../../../lib/session/session.ts'
import { hitlnextEvent, hitlnextHandoff } from '../../../lib/views/hitlnext.ts'
import { handoffAt, placeOf } from './found.ts'

type Specs = typeof specs

/** Number of messages that the module's front end shows. */
const MESSAGE_COUNT = 10
/** Minutes after which the module's front end marks a handoff that waits. */
const HANDOFF_ALERT = 5
/**
 * The newest entries of each log that a list of handoffs reads. The bytes keep an answer about 100 handoffs, each with
 * the attributes of its user, below the 6 MB that Lambda allows.
 */
const LOG_OF_LIST = { limit: 100, maxBytes: 32 * 1024 }
/** The log that a list of messages reads, at most. */
const LOG_OF_MESSAGES = { pages: 5, limit: 100 }
const AT_ONCE = 8

export const config: Handler<Specs['hitlnextConfig']> = async ({ params }, app) => {
  const { avatarUrl } = (await app.directory.bot(params.botId)).config
  return {
    messageCount: MESSAGE_COUNT,
    handoffAlert: HANDOFF_ALERT,
    defaultUsername: false,
    enableConversationDeletion: false,
    tags: [],
    ...defined({ botAvatarUrl: avatarUrl }),
  }
}

export const agents: Handler<Specs['hitlnextAgents']> = async ({ params, caller }, app) => {
  const found = new Map<string, HitlnextAgent>()
  if (caller.as === 'agent') found.set(caller.id, agentView(caller, false))
  for (const { owner } of await app.store.agentSockets(params.botId)) {
    if (owner.as === 'agent') found.set(owner.id, agentView(owner, true))
  }
  return [...found.values()].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
}

export const me: Handler<Specs['hitlnextMe']> = async ({ params, caller }, app) => {
  const agent = agentOf(caller)
  return agentView(agent, await isOnline(app, params.botId, agent))
}

/** Answers the state as it is: an agent is online by a socket alone. */
export const online: Handler<Specs['hitlnextOnline']> = async ({ params, caller }, app) => ({
  online: await isOnline(app, params.botId, agentOf(caller)),
})

async function isOnline(app: App, botId: string, { id }: Agent): Promise<boolean> {
  return (await app.store.connectionsOf(botId, id)).length > 0
}

function agentView({ id, name, roles }: Pick<Agent, 'id' | 'name' | 'roles'>, isOnlineNow: boolean): HitlnextAgent {
  return {
    agentId: id,
    online: isOnlineNow,
    role: isAdmin(roles) ? 'admin' : 'agent',
    attributes: { firstname: name ?? id },
  }
}

export const list: Handler<Specs['hitlnextHandoffs']> = async ({ params: { botId }, query }, app) => {
  const { items } = await app.store.handoffs({ botId, limit: query.limit })
  const ids = [...new Set(items.map(({ session }) => session))]
  const [seen, attributes] = await Promise.all([conversations(app, botId, ids), app.store.attributes(ids)])
  const handoffs = items.flatMap(episode => {
    const about = seen.get(episode.session)
    if (!about) return []
    return hitlnextHandoff(about.session, episode, {
      log: about.log,
      attributes: attributes.get(episode.session) ?? {},
    })
  })
  return sorted(handoffs, query)
}

type Seen = { readonly session: Session; readonly log: readonly Entry[] }

async function conversations(app: App, botId: string, ids: readonly SessionId[]): Promise<Map<SessionId, Seen>> {
  const seen = new Map<SessionId, Seen>()
  const [first] = await inParallel(ids, AT_ONCE, async id => {
    const { session } = await loadOrNew(app, { botId, id })
    const range = { before: session.revision + 1, limit: LOG_OF_LIST.limit }
    const { entries } = await readBounded(app.store, id, range, { maxBytes: LOG_OF_LIST.maxBytes, atLeastOne: true })
    seen.set(id, { session, log: entries })
  })
  if (first) throw first.error
  return seen
}

/** Sorts by a column, missing values last. Without a column the newest handoff stays first. */
function sorted(
  handoffs: readonly HitlnextHandoff[],
  { column, desc }: Request<Specs['hitlnextHandoffs']>['query'],
): HitlnextHandoff[] {
  if (column === undefined) return [...handoffs]
  const sign = desc === 'true' ? -1 : 1
  return [...handoffs].sort((one, other) => {
    const [a, b] = [one[column], other[column]]
    if (a === b) return 0
    if (a === null || b === null) return a === null ? 1 : -1
    return a < b ? -sign : sign
  })
}

export const get: Handler<Specs['hitlnextHandoff']> = async ({ params }, app) =>
  await handoffAt(app, await placeOf(app, params))

export const comments: Handler<Specs['hitlnextComments']> = async ({ params }, app) =>
  (await handoffAt(app, await placeOf(app, params))).comments

export const messages: Handler<Specs['hitlnextMessages']> = async ({ params, query: { limit } }, app) => {
  const session = await known(app, params)
  if (!session) return []
  const found: MessageEntry[] = []
  let before = session.revision + 1
  for (let pages = 0; pages < LOG_OF_MESSAGES.pages && before > 1 && found.length < limit; pages++) {
    const page = await app.store.entries(session.id, { before, limit: LOG_OF_MESSAGES.limit })
    found.push(...messagesOf(page).reverse())
    before = page[0]?.seq ?? 1
  }
  return found.slice(0, limit).map(message => hitlnextEvent(session, message))
}

/** Returns nothing if this bot has no such conversation: the module then answers an empty list. */
async function known(app: App, target: { readonly botId: string; readonly id: string }): Promise<Session | undefined> {
  try {
    return (await loadOrNew(app, target)).session
  } catch (error) {
    if (error instanceof InterludeError && error.code === 'session.not_found') return undefined
    throw error
  }
}
