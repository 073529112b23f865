import type { App } from '../../../lib/app.ts'
import { type Agent, agentOf } from '../../../lib/auth/caller.ts'
import { statusOf } from '../../../lib/conversations/agent-presence.ts'
import { loadIfKnown, loadOrNew } from '../../../lib/conversations/load.ts'
import { newestEntries } from '../../../lib/conversations/newest-entries.ts'
import { newestMessages } from '../../../lib/conversations/newest-messages.ts'
import { defined } from '../../../lib/defined.ts'
import { tellHitlnext } from '../../../lib/effects/hitlnext-hearers.ts'
import { inParallel } from '../../../lib/effects/parallel.ts'
import type { Handler, Request } from '../../../lib/http/route.ts'
import type { StoredAgent } from '../../../lib/ports/agents.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { HitlnextAgent, HitlnextHandoff } from '../../../lib/protocol/hitlnext.ts'
import type { SessionId } from '../../../lib/protocol/ids.ts'
import { isAdmin } from '../../../lib/protocol/roles.ts'
import type { hitlnextRoutes as specs } from '../../../lib/protocol/routes/hitlnext.ts'
import type { Session } from '../../../lib/session/session.ts'
import { hitlnextEvent, hitlnextHandoff } from '../../../lib/views/hitlnext.ts'
import { handoffAt, placeOf } from './found.ts'

type Specs = typeof specs

/** Number of messages that the module's front end shows. */
const MESSAGE_COUNT = 10
/** Minutes after which the module's front end marks a handoff that waits. */
const HANDOFF_ALERT = 5
/** The character before the name of a shortcut. The module's composer fails without one. */
const SHORTCUT_TRIGGER = ':'
const AT_ONCE = 8

export const config: Handler<Specs['hitlnextConfig']> = async ({ params }, app) => {
  const { avatarUrl, tags = [] } = (await app.directory.bot(params.botId)).config
  return {
    messageCount: MESSAGE_COUNT,
    handoffAlert: HANDOFF_ALERT,
    defaultUsername: false,
    enableConversationDeletion: false,
    tags,
    autoComplete: { trigger: SHORTCUT_TRIGGER, shortcuts: [] },
    ...defined({ botAvatarUrl: avatarUrl }),
  }
}

export const agents: Handler<Specs['hitlnextAgents']> = async ({ params, caller }, app) => {
  const found = new Map<string, HitlnextAgent>()
  if (caller.as === 'agent') found.set(caller.id, agentView(caller, false))
  const now = app.clock.now()
  for (const agent of await app.store.agents(params.botId)) {
    const { agentId: id, name, roles } = agent
    // An agent who never connected was only given a conversation: no token has told who they are.
    if (agent.seenUntil > 0) found.set(id, agentView({ id, roles, ...defined({ name }) }, isOnlineAt(agent, now)))
  }
  return [...found.values()].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
}

export const me: Handler<Specs['hitlnextMe']> = async ({ params, caller }, app) => {
  const agent = agentOf(caller)
  return agentView(agent, await isOnline(app, params.botId, agent))
}

/** How long an agent of the module counts as online after they said so. The module's own default. */
const ONLINE_MS = 10 * 60_000

/**
 * Makes the agent online, as the module does, for ten minutes or while they have a socket; or away. Without a socket
 * nothing is missed when that time is over, so the agent's conversations do not go back then. Tells subscribers: the
 * module's front end takes the state from the event, not from the answer.
 */
export const online: Handler<Specs['hitlnextOnline']> = async (request, app) => {
  const { params, body, caller } = request
  const { botId } = params
  const { id, name, roles } = agentOf(caller)
  const ref = { botId, agentId: id }
  const now = app.clock.now()
  const before = await app.store.agent(ref)
  if ((before?.away ?? false) === body.online) await app.store.setAway(ref, !body.online)
  if (body.online && (before === undefined || before.seenUntil <= now)) {
    await app.store.seeAgent({ ...ref, roles, seenUntil: now + ONLINE_MS, ...defined({ name }) })
  }
  await tellHitlnext(app, botId, [{ resource: 'agent', type: 'update', id, payload: body }])
  return body
}

async function isOnline(app: App, botId: string, { id }: Agent): Promise<boolean> {
  const agent = await app.store.agent({ botId, agentId: id })
  return agent !== undefined && isOnlineAt(agent, app.clock.now())
}

const isOnlineAt = (agent: StoredAgent, now: number) => statusOf(agent, now) === 'online'

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
    seen.set(id, { session, log: await newestEntries(app.store, session) })
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
  // The module answers an empty list for a conversation that it does not have.
  const session = await loadIfKnown(app, params)
  if (!session) return []
  const found = await newestMessages(app.store, session, limit)
  return found.map(message => hitlnextEvent(session, message)).reverse()
}
