import type { App } from '../app.ts'
import { pendingHandbacks } from '../bots/handback.ts'
import { readAnswer } from '../bots/read-answer.ts'
import { reply } from '../bots/replies.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import type { Handback } from '../protocol/bot.ts'
import { InterludeError } from '../protocol/problem.ts'
import { endedEpisodes, type Session } from '../session/session.ts'
import { logMended } from '../tolerant.ts'
import { failureOf } from '../webhooks/failure.ts'

/** Time limit of a handback. A failed one is tried again by deadline, and goes with the next turn. */
export const HANDBACK_TIMEOUT_MS = 3_000

interface Target {
  readonly id: string
  readonly botId: string
}

/**
 * Sends the bot the handbacks of a conversation, one for each ended episode, in order. The `webhook-id` is the
 * episode's id. The bot may answer with replies, as to a message.
 */
export async function handBackToBot(app: App, target: Target): Promise<void> {
  const begunAt = app.clock.now()
  const { session } = await loadOrNew(app, target)
  if (!session.nextHandback) return
  // Only the episodes that have ended by now: the bot's answers may begin and end others.
  const last = endedEpisodes(session)
  // The store returns a few episodes at a time. A bot that was away gets all of them now, unless it is slow.
  for (let upTo = await handBackSome(app, target, session); upTo !== undefined && upTo < last; ) {
    if (app.clock.now() - begunAt >= HANDBACK_TIMEOUT_MS) return
    const { session: now } = await loadOrNew(app, target)
    upTo = now.nextHandback && (await handBackSome(app, target, now))
  }
}

/**
 * Sends the handbacks of the next episodes. Returns the number of the newest one, or nothing if the bot refused one.
 */
async function handBackSome(app: App, target: Target, session: Session): Promise<number | undefined> {
  const { config } = await app.directory.bot(target.botId)
  const packets = await pendingHandbacks(app.store, session)
  let episode = session.handedBackUpTo
  for (const packet of packets) {
    episode++
    const result = config.connector
      ? await app.webhooks.post({
          url: config.connector.url,
          secret: config.connector.secret,
          id: packet.episodeId,
          body: packet,
          timeoutMs: HANDBACK_TIMEOUT_MS,
          skipIfSilent: true,
        })
      : ({ status: 'refused', reason: 'the bot has no connector' } as const)
    if (result.status !== 'ok') {
      const { id, epoch } = session
      const failure = failureOf(result)
      const say = failure.status === 'skipped' ? app.log.debug : app.log.warn
      say('handback failed', { session: id, epoch, episodeId: packet.episodeId, ...failure })
      await execute(app, target, { verb: 'recordHandback', episode, result: failure })
      return undefined
    }
    // The reply and its handback are one commit: a crash before it brings the handback again, and then the reply.
    await answered(app, target, { packet, episode }, result.body)
    await execute(app, target, { verb: 'recordHandback', episode, result: { status: 'ok' } })
  }
  return packets.length > 0 ? episode : undefined
}

/** Submits the bot's answer to a handback to the fence, like messages that the bot sends on its own. */
async function answered(
  app: App,
  target: Target,
  { packet, episode }: { readonly packet: Handback; readonly episode: number },
  body: unknown,
): Promise<void> {
  const read = readAnswer(body)
  if (read.status === 'acknowledged') return
  const about = { session: packet.session.id, epoch: packet.epoch, episodeId: packet.episodeId }
  if (read.status === 'failed') {
    app.log.warn('answer to a handback dropped', { ...about, reason: read.reason })
    return
  }
  const { answer, warnings } = read
  logMended(app.log, warnings, { ...about, from: 'bot' })
  if (answer.replies.length === 0 && !answer.handoff) return
  const { config } = await app.directory.bot(target.botId)
  const given = { id: packet.episodeId, answer, epoch: packet.epoch, handbacksUpTo: episode, until: 0 }
  await reply(app, target, config, given).catch(error => {
    // The bot has this handback. An answer that is too large must not hold back the next one.
    if (!(error instanceof InterludeError) || error.code !== 'message.too_large') throw error
    app.log.warn('answer to a handback dropped', { ...about, reason: error.message })
  })
}
