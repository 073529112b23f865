import type { App } from '../../lib/app.ts'
import { actorOf, type Caller } from '../../lib/auth/caller.ts'
import { conversationsOf, forEachOf } from '../../lib/bots/all-conversations.ts'
import { deliveryFor } from '../../lib/channels/delivery-mode.ts'
import { asOfNow } from '../../lib/conversations/as-of-now.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { loadIfKnown, loadOrNew, type Target } from '../../lib/conversations/load.ts'
import { newestMessages } from '../../lib/conversations/newest-messages.ts'
import { defined } from '../../lib/defined.ts'
import { restRoute } from '../../lib/http/rest.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { pausesInPace } from '../../lib/pauses.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { hitlRest, hitlRoutes as specs } from '../../lib/protocol/routes/hitl.ts'
import { isAttended } from '../../lib/session/holder.ts'
import type { Address, Session } from '../../lib/session/session.ts'
import { hitlMessage, hitlSession } from '../../lib/views/hitl.ts'

/** The trigger that Botpress' module uses if the request has none. */
const DEFAULT_TRIGGER = 'operator'
const MAX_SESSIONS = 100
/** Most pages that a list reads. Pages may contain conversations that the list does not show. */
const MAX_LIST_PAGES = 5
const MAX_MESSAGES = 100

/**
 * Returns the conversations of a request by user id: one, or all of the user's if a bot or an agent names no thread.
 */
async function meant(app: App, asked: Address, caller: Caller): Promise<readonly Target[]> {
  // A user's token is valid only for the conversation without a thread.
  if (asked.threadId !== undefined || caller.as === 'user') return [asked]
  return await conversationsOf(app, asked)
}

async function pauseAs(app: App, targets: readonly Target[], caller: Caller, trigger?: string): Promise<'OK'> {
  const by = actorOf(caller)
  // Alerts and reports show triggers, so a user must not choose the text.
  const why = caller.as === 'user' ? 'user' : trigger || DEFAULT_TRIGGER
  await forEachOf(targets, async target => {
    await pausesInPace(app, target, caller.as === 'user' && caller.anonymous)
    const delivery = 'channel' in target ? { delivery: await deliveryFor(app, target) } : {}
    await execute(app, target, { verb: 'pause', by, trigger: why, ...delivery })
  })
  return 'OK'
}

async function unpauseAs(app: App, targets: readonly Target[], caller: Caller): Promise<'OK'> {
  const by = actorOf(caller)
  await forEachOf(targets, async target => {
    const { session } = await loadOrNew(app, target)
    // Do not create a conversation only to give it back.
    if (session.revision > 0) await execute(app, target, { verb: 'unpause', by })
  })
  return 'OK'
}

/** Says whether people hold any of the conversations, or the whole bot is paused. */
async function pausedNow(app: App, botId: string, targets: readonly Target[]): Promise<boolean> {
  const { config } = await app.directory.bot(botId)
  let isAnyPaused = config.paused
  await forEachOf(targets, async target => {
    if (isAnyPaused) return
    const { session } = await loadOrNew(app, target)
    if (isAttended(await asOfNow(app, session))) isAnyPaused = true
  })
  return isAnyPaused
}

/** Reads the address from the path or the query of a route by user id. */
function addressOf({ botId }: { botId: string }, { channel, userId, threadId }: Omit<Address, 'botId'>): Address {
  return { botId, channel, userId, ...defined({ threadId }) }
}

const byId = [
  route(specs.hitlPause, ({ params, query, caller }, app) => pauseAs(app, [params], caller, query.trigger)),
  route(specs.hitlUnpause, ({ params, caller }, app) => unpauseAs(app, [params], caller)),
  route(specs.hitlIsPaused, ({ params }, app) => pausedNow(app, params.botId, [params])),
]

const byUser = [
  route(specs.hitlUserPause, async ({ params, query, caller }, app) =>
    pauseAs(app, await meant(app, addressOf(params, { ...query, ...params }), caller), caller, query.trigger),
  ),
  route(specs.hitlAddressedPause, async ({ params, query, caller }, app) =>
    pauseAs(app, await meant(app, addressOf(params, query), caller), caller, query.trigger),
  ),
  route(specs.hitlUserUnpause, async ({ params, query, caller }, app) =>
    unpauseAs(app, await meant(app, addressOf(params, { ...query, ...params }), caller), caller),
  ),
  route(specs.hitlAddressedUnpause, async ({ params, query, caller }, app) =>
    unpauseAs(app, await meant(app, addressOf(params, query), caller), caller),
  ),
  route(specs.hitlUserIsPaused, async ({ params, query, caller }, app) =>
    pausedNow(app, params.botId, await meant(app, addressOf(params, { ...query, ...params }), caller)),
  ),
  route(specs.hitlAddressedIsPaused, async ({ params, query, caller }, app) =>
    pausedNow(app, params.botId, await meant(app, addressOf(params, query), caller)),
  ),
]

const sessions = route(specs.hitlSessions, async ({ params: { botId }, query: { pausedOnly, searchText } }, app) => {
  const text = searchText.trim()
  const isShown = (session: Session) => session.preview !== undefined && (!pausedOnly || isAttended(session))
  const found = text === '' ? await newest(app, botId, pausedOnly, isShown) : await named(app, botId, text, isShown)
  const shown = [...found].sort((a, b) => b.lastEventAt - a.lastEventAt)
  const attributes = await app.store.attributes(shown.filter(({ user }) => user.attributesHash).map(({ id }) => id))
  return shown.map(session => hitlSession(session, attributes.get(session.id) ?? {}))
})

type IsShown = (session: Session) => boolean

/** Reads pages until enough conversations are shown. Many conversations without a message must not hide the others. */
async function newest(app: App, botId: string, pausedOnly: boolean, isShown: IsShown): Promise<readonly Session[]> {
  const found: Session[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < MAX_LIST_PAGES && found.length < MAX_SESSIONS; pages++) {
    const status = pausedOnly ? 'paused' : 'all'
    const query = { botId, status, limit: MAX_SESSIONS, ...defined({ cursor }) } as const
    const { items, next } = await app.store.list(query)
    found.push(...(await now(app, items)).filter(isShown))
    if (next === undefined) break
    cursor = next
  }
  return found.slice(0, MAX_SESSIONS)
}

async function named(app: App, botId: string, text: string, isShown: IsShown): Promise<readonly Session[]> {
  return (await now(app, await app.store.search({ botId, text, limit: MAX_SESSIONS }))).filter(isShown)
}

async function now(app: App, sessions: readonly Session[]): Promise<readonly Session[]> {
  return await Promise.all(sessions.map(session => asOfNow(app, session)))
}

const messages = route(specs.hitlMessages, async ({ params }, app) => {
  // The original module answers an empty list for a conversation that it does not have.
  const session = await loadIfKnown(app, params)
  if (!session) return []
  const found = await newestMessages(app.store, session, MAX_MESSAGES)
  return found.map(message => hitlMessage(session.id, message))
})

const message = route(specs.hitlMessage, async ({ params, body, caller }, app) => {
  await execute(app, params, { verb: 'say', by: speaker(caller), message: { type: 'text', text: body.message } })
  return 'OK' as const
})

/** Returns the actor of a message. Clients of the module use the bot's key on behalf of agents. */
function speaker(caller: Caller): Actor {
  return caller.as === 'bot' ? { type: 'agent', id: caller.keyId } : actorOf(caller)
}

const attributes = route(
  specs.hitlAttributes,
  async ({ params }, app) => (await app.directory.bot(params.botId)).config.attributes,
)

const module = [...byId, ...byUser, sessions, messages, message, attributes]

/** The routes of Botpress 12's HITL module: same paths, verbs, query names and JSON shapes. */
export const hitlRoutes: readonly Route[] = [...module, restRoute(hitlRest, module)]
