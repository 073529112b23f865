import { ANONYMOUS_PREFIX, checkIdentity, renewableUser, signUserToken, WEB_CHANNEL } from '../../lib/auth/users.ts'
import { converse } from '../../lib/bots/converse.ts'
import { postReplies } from '../../lib/bots/replies.ts'
import { type Route, route, type Warn } from '../../lib/http/route.ts'
import type { InboundMessage } from '../../lib/protocol/message.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { messageRoutes as specs } from '../../lib/protocol/routes/messages.ts'
import { readLog } from '../../lib/session/log.ts'
import { sessionId } from '../../lib/session/session.ts'

const receive = route(specs.receive, async ({ params, query, body, caller, warn }, app) => {
  const message = caller.as === 'user' ? onlyOwnWords(body, warn) : body
  const { handbacks, ...answer } = await converse(app, { ...params, ...query }, message, warn)
  // Packets are for the bot: they hold what the team said among itself, and users bring messages too.
  return caller.as === 'bot' && handbacks ? { ...answer, handbacks } : answer
})

/** A user's words. Who the user is, and when they spoke, is the channel's to say: nobody becomes somebody by claiming it. */
function onlyOwnWords({ user, at, ...words }: InboundMessage, warn: Warn): InboundMessage {
  const claims = { user, at }
  for (const [path, claim] of Object.entries(claims)) {
    if (claim !== undefined) warn(path, 'was dropped: an end user cannot tell this')
  }
  return words
}

const receiveAddressed = route(specs.receiveAddressed, async ({ params, body, warn }, app) => {
  const { channel, userId, threadId, ...message } = body
  const address = { ...params, channel, userId, ...(threadId !== undefined && { threadId }) }
  return await converse(app, address, message, warn)
})

const readOwnLog = route(specs.readLog, async ({ params, query }, app) => {
  const { threadId, after, limit } = query
  return await readLog(app, { ...params, ...(threadId !== undefined && { threadId }) }, { after, limit }, 'user')
})

const replies = route(specs.replies, async ({ params, query, body, caller }, app) => {
  if (caller.as !== 'bot') throw new InterludeError('auth.forbidden')
  return await postReplies(app, { ...params, ...query }, caller.keyId, body)
})

const sessionReplies = route(specs.sessionReplies, async ({ params, body, caller }, app) => {
  if (caller.as !== 'bot') throw new InterludeError('auth.forbidden')
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

/** What this function serves: users' messages in, the bot's replies in, a user's own log. */
export const inboundRoutes: readonly Route[] = [
  receive,
  receiveAddressed,
  readOwnLog,
  replies,
  sessionReplies,
  userToken,
]
