import type { App } from '../app.ts'
import { pendingHandbacks } from '../bots/handback.ts'
import { readAnswer } from '../bots/read-answer.ts'
import { reply } from '../bots/replies.ts'
import type { Handback } from '../protocol/bot.ts'
import { InterludeError } from '../protocol/problem.ts'
import { execute } from '../session/execute.ts'
import { loadOrNew } from '../session/load.ts'
import { logged } from '../tolerant.ts'
import { failureOf } from '../webhooks/failure.ts'

/** The bot's webhook is tried once, for so long; what fails is tried again by deadline, and goes with the next turn. */
export const TELL_TIMEOUT_MS = 3_000

/**
 * Tells the bot what happened while people held a conversation: a packet an episode, in order, `webhook-id` the episode's.
 * A bot may answer it with replies, as it answers a message.
 */
export async function tellBot(app: App, target: { readonly id: string; readonly botId: string }): Promise<void> {
  const { session } = await loadOrNew(app, target)
  if (!session.telling) return
  const { config } = await app.directory.bot(target.botId)
  const packets = await pendingHandbacks(app.store, session)
  let episode = session.told
  for (const packet of packets) {
    episode++
    const result = config.connector
      ? await app.webhooks.post({
          url: config.connector.url,
          secret: config.connector.secret,
          id: packet.episodeId,
          body: packet,
          timeoutMs: TELL_TIMEOUT_MS,
          skipIfSilent: true,
        })
      : ({ status: 'refused', reason: 'no connector is configured' } as const)
    if (result.status !== 'ok') {
      const { id, epoch } = session
      const failure = failureOf(result)
      const say = failure.status === 'skipped' ? app.log.debug : app.log.warn
      say('handback failed', { session: id, epoch, episodeId: packet.episodeId, ...failure })
      await execute(app, target, { verb: 'told', episode, result: failure })
      return
    }
    await execute(app, target, { verb: 'told', episode, result: { status: 'ok' } })
    await answered(app, target, packet, result.body)
  }
}

/** What the bot says to a packet meets the fence like everything that it says of its own accord. */
async function answered(
  app: App,
  target: { id: string; botId: string },
  packet: Handback,
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
  if (warnings.length > 0) app.log.warn('input mended', { ...about, from: 'bot', warnings: logged(warnings) })
  if (answer.replies.length === 0 && !answer.handoff) return
  const { config } = await app.directory.bot(target.botId)
  const given = { id: packet.episodeId, answer, epoch: packet.epoch, until: 0 }
  await reply(app, target, config, given).catch(error => {
    // The bot has the packet; that it says more than fits the log must not keep the next one from it.
    if (!(error instanceof InterludeError) || error.code !== 'message.too_large') throw error
    app.log.warn('answer to a handback dropped', { ...about, reason: error.message })
  })
}
