import type { App } from '../../lib/app.ts'
import type { Agent, Caller } from '../../lib/auth/caller.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { Page } from '../../lib/ports/sessions.ts'
import type { BotRef } from '../../lib/protocol/agents.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { botsOfRoles, isAdmin } from '../../lib/protocol/roles.ts'
import { agentRoutes as specs } from '../../lib/protocol/routes/agents.ts'
import { isoTime } from '../../lib/session/time.ts'

/** Most bots that the answer about the agent lists. Most agents have a few. */
const BOTS_OF_ME = 100

const me = route(specs.me, async ({ caller }, app) => {
  const agent = agentOf(caller)
  const { id, name, roles, expiresAt } = agent
  return {
    id,
    ...defined({ name }),
    roles: [...roles],
    isAdmin: isAdmin(roles),
    expiresAt: isoTime(expiresAt),
    bots: [...(await botsOf(app, agent, { limit: BOTS_OF_ME })).items],
  }
})

const bots = route(specs.bots, async ({ caller, query: { cursor, limit } }, app) => {
  const { items, ...next } = await botsOf(app, agentOf(caller), {
    limit,
    ...defined({ after: cursor }),
  })
  return { items: [...items], ...next }
})

/** Lists a page of the agent's bots. The cursor is the last id of the page before. */
async function botsOf(
  app: App,
  { roles }: Agent,
  { limit, after = '' }: { readonly limit: number; readonly after?: string },
): Promise<Page<BotRef>> {
  const ids = isAdmin(roles)
    ? await app.store.bots({ after, limit: limit + 1 })
    : botsOfRoles(roles).filter(id => id > after)
  const shown = ids.slice(0, limit)
  const last = shown.at(-1)
  const found = await Promise.all(shown.map(id => botRef(app, id)))
  return {
    items: found.filter(each => each !== undefined),
    ...(ids.length > limit && last !== undefined && { next: last }),
  }
}

/** Returns nothing if the bot does not exist: a role may name any id. */
async function botRef(app: App, botId: string): Promise<BotRef | undefined> {
  try {
    const { name, avatarUrl, paused } = (await app.directory.bot(botId)).config
    return { id: botId, ...defined({ name, avatarUrl }), paused }
  } catch (error) {
    if (error instanceof InterludeError && error.code === 'bot.not_found') return undefined
    throw error
  }
}

function agentOf(caller: Caller): Agent {
  if (caller.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  return caller
}

/** The routes about the signed-in agent. */
export const agentRoutes: readonly Route[] = [me, bots]
