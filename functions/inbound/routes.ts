import type { Caller } from '../../lib/auth/caller.ts'
import { ANONYMOUS_PREFIX, checkIdentity, renewableUser, signUserToken } from '../../lib/auth/users.ts'
import { converse } from '../../lib/bots/converse.ts'
import { postReplies } from '../../lib/bots/replies.ts'
import { readLog } from '../../lib/conversations/read-log.ts'
import { defined } from '../../lib/defined.ts'
import { type Route, route } from '../../lib/http/route.ts'
import type { InboundMessage } from '../../lib/protocol/message.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { publicBot } from '../../lib/protocol/public-bot.ts'
import { type InboundAnswer, messageRoutes as specs } from '../../lib/protocol/routes/messages.ts'
import { WEB_CHANNEL } from '../../lib/protocol/wire.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import type { Warn } from '../../lib/tolerant.ts'

const receive = route(specs.receive, async ({ params, query, body, caller, warn }, app) => {
  const message = caller.as === 'user' ? onlyOwnWords(body, warn) : body
  return asSeenBy(caller, await converse(app, { ...params, ...query }, message, warn))
})

/** Removes the handbacks unless a bot asked: they contain internal notes, and users call this route too. */
function asSeenBy({ as }: Caller, { handbacks, ...answer }: InboundAnswer): InboundAnswer {
  return as === 'bot' && handbacks ? { ...answer, handbacks } : answer
}

/** Drops `user` and `at` from a user's own message. Only a channel may set them. */
function onlyOwnWords({ user, at, ...words }: InboundMessage, warn: Warn): InboundMessage {
  const claims = { user, at }
  for (const [path, claim] of Object.entries(claims)) {
    if (claim !== undefined) warn(path, 'was dropped: an end user may not set it')
  }
  return words
}

const receiveAddressed = route(specs.receiveAddressed, async ({ params, body, caller, warn }, app) => {
  const { channel, userId, threadId, ...message } = body
  const address = { ...params, channel, userId, ...defined({ threadId }) }
  if (caller.as === 'user') onlyOwnConversation(caller.address, address)
  const words = caller.as === 'user' ? onlyOwnWords(message, warn) : message
  return asSeenBy(caller, await converse(app, address, words, warn))
})

/** Checks the ids of a body. The check of the caller runs before the body is read, so it cannot see them. */
function onlyOwnConversation(own: Address, address: Address): void {
  if (sessionId(own) !== sessionId(address)) {
    throw new InterludeError('session.not_found', 'this is not your conversation')
  }
}

const readOwnLog = route(specs.readLog, async ({ params, query }, app) => {
  const { after, limit, ...thread } = query
  return await readLog(app, { ...params, ...thread }, { after, limit }, 'user')
})

const readAddressedLog = route(specs.readAddressedLog, async ({ params, query }, app) => {
  const { after, limit, ...user } = query
  return await readLog(app, { ...params, ...user }, { after, limit }, 'user')
})

const replies = route(specs.replies, async ({ params, query, body, caller }, app) => {
  if (caller.as !== 'bot') throw new InterludeError('auth.forbidden', 'only bots may do this')
  return await postReplies(app, { ...params, ...query }, caller.keyId, body)
})

const addressedReplies = route(specs.addressedReplies, async ({ params, query, body, caller }, app) => {
  if (caller.as !== 'bot') throw new InterludeError('auth.forbidden', 'only bots may do this')
  return await postReplies(app, { ...params, ...query }, caller.keyId, body)
})

const sessionReplies = route(specs.sessionReplies, async ({ params, body, caller }, app) => {
  if (caller.as !== 'bot') throw new InterludeError('auth.forbidden', 'only bots may do this')
  return await postReplies(app, params, caller.keyId, body)
})

const userToken = route(specs.userToken, async ({ params: { botId }, body }, app) => {
  const bot = await app.directory.bot(botId)
  const { userId, expiresAt, signature, renew } = body
  const now = app.clock.now()
  if (userId !== undefined && expiresAt !== undefined && signature !== undefined) {
    checkIdentity(bot, { userId, expiresAt, signature }, now)
  }
  const returning = renew === undefined ? undefined : await renewableUser(bot, renew, botId, now)
  const known = userId ?? returning?.userId ?? app.ids.make(ANONYMOUS_PREFIX)
  const user = { botId, userId: known, anonymous: userId === undefined }
  const signed = await signUserToken(bot, { ...user, ...(returning && { knownSince: returning.knownSince }) }, now)
  return {
    token: signed.token,
    userId: known,
    channel: WEB_CHANNEL,
    session: sessionId({ botId, channel: WEB_CHANNEL, userId: known }),
    expiresAt: new Date(signed.expiresAt).toISOString(),
  }
})

const showPublicBot = route(specs.publicBot, async ({ params: { botId } }, app) =>
  publicBot(botId, (await app.directory.bot(botId)).config),
)

/**
 * The routes of this function: messages of users, replies of bots, a user's own log, and a bot's public configuration.
 */
export const inboundRoutes: readonly Route[] = [
  receive,
  receiveAddressed,
  readOwnLog,
  readAddressedLog,
  replies,
  addressedReplies,
  sessionReplies,
  userToken,
  showPublicBot,
]
