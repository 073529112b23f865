import type { App } from '../../lib/app.ts'
import { actorOf, type Caller } from '../../lib/auth/caller.ts'
import { deliveryMode } from '../../lib/bots/converse.ts'
import { type Route, route } from '../../lib/http/route.ts'
import { pausesInPace } from '../../lib/pauses.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { hitlRoutes as specs } from '../../lib/protocol/routes/hitl.ts'
import { execute } from '../../lib/session/execute.ts'
import { loadOrNew, type Target } from '../../lib/session/load.ts'
import type { Address } from '../../lib/session/session.ts'
import { asOf, hitlMessage, hitlSession, isPaused, messagesOf } from '../../lib/session/views.ts'

/** What Botpress' module sets where nobody says who pauses. */
const DEFAULT_TRIGGER = 'operator'
const MAX_SESSIONS = 100
const MAX_MESSAGES = 100
/** Messages are picked from pages of the log until there are enough, but never from more of it than this. */
const MAX_LOG_PAGES = 5

async function pauseAs(app: App, target: Target, caller: Caller, trigger = DEFAULT_TRIGGER): Promise<'OK'> {
  await pausesInPace(app, target, caller.as === 'user' && caller.anonymous)
  const { config } = await app.directory.bot(target.botId)
  const delivery = 'channel' in target ? { delivery: deliveryMode(config, target.channel) } : {}
  await execute(app, target, { verb: 'pause', by: actorOf(caller), trigger, ...delivery })
  return 'OK'
}

async function unpauseAs(app: App, target: Target, caller: Caller): Promise<'OK'> {
  const { session } = await loadOrNew(app, target)
  // A user who is not known holds no conversation: nothing to give back, and none is made.
  if (session.revision > 0) await execute(app, target, { verb: 'unpause', by: actorOf(caller) })
  return 'OK'
}

async function pausedNow(app: App, target: Target): Promise<boolean> {
  const { session } = await loadOrNew(app, target)
  const { config } = await app.directory.bot(target.botId)
  return config.paused || isPaused(asOf(session, app.clock.now(), app.policy))
}

function addressOf(
  params: { botId: string; channel: string; userId: string },
  { threadId }: { threadId?: string },
): Address {
  return { ...params, ...(threadId !== undefined && { threadId }) }
}

const pause = route(specs.hitlPause, ({ params, query, caller }, app) => pauseAs(app, params, caller, query.trigger))
const unpause = route(specs.hitlUnpause, ({ params, caller }, app) => unpauseAs(app, params, caller))
const userPause = route(specs.hitlUserPause, ({ params, query, caller }, app) =>
  pauseAs(app, addressOf(params, query), caller, query.trigger),
)
const userUnpause = route(specs.hitlUserUnpause, ({ params, query, caller }, app) =>
  unpauseAs(app, addressOf(params, query), caller),
)
const paused = route(specs.hitlIsPaused, ({ params }, app) => pausedNow(app, params))
const userPaused = route(specs.hitlUserIsPaused, ({ params, query }, app) => pausedNow(app, addressOf(params, query)))

const sessions = route(specs.hitlSessions, async ({ params: { botId }, query: { pausedOnly, searchText } }, app) => {
  const prefix = searchText.trim()
  const found =
    prefix === ''
      ? (await app.store.list({ botId, status: pausedOnly ? 'paused' : 'all', limit: MAX_SESSIONS })).items
      : await app.store.search({ botId, prefix, limit: MAX_SESSIONS })
  const shown = found
    .map(session => asOf(session, app.clock.now(), app.policy))
    .filter(session => !pausedOnly || isPaused(session))
    .sort((a, b) => b.lastEventAt - a.lastEventAt)
  const attributes = await app.store.attributes(shown.filter(({ user }) => user.attributesHash).map(({ id }) => id))
  return shown.map(session => hitlSession(session, attributes.get(session.id) ?? {}))
})

const messages = route(specs.hitlMessages, async ({ params }, app) => {
  const { session } = await loadOrNew(app, params)
  const found = []
  let before = session.revision + 1
  for (let pages = 0; pages < MAX_LOG_PAGES && before > 1 && found.length < MAX_MESSAGES; pages++) {
    const page = await app.store.entries(session.id, { before, limit: MAX_MESSAGES })
    found.unshift(...messagesOf(page))
    before = page[0]?.seq ?? 1
  }
  return found.slice(-MAX_MESSAGES).map(message => hitlMessage(session.id, message))
})

const message = route(specs.hitlMessage, async ({ params, body, caller }, app) => {
  await execute(app, params, { verb: 'say', by: speaker(caller), message: { type: 'text', text: body.message } })
  return 'OK' as const
})

/** Clients of the module speak for agents with the bot's key. */
function speaker(caller: Caller): Actor {
  return caller.as === 'bot' ? { type: 'agent', id: caller.keyId } : actorOf(caller)
}

const attributes = route(
  specs.hitlAttributes,
  async ({ params }, app) => (await app.directory.bot(params.botId)).config.attributes,
)

/** The routes of Botpress 12's HITL module: same paths, verbs, query names and JSON shapes. */
export const hitlRoutes: readonly Route[] = [
  pause,
  unpause,
  userPause,
  userUnpause,
  paused,
  userPaused,
  sessions,
  messages,
  message,
  attributes,
]
